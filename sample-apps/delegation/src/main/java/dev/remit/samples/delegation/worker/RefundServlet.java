package dev.remit.samples.delegation.worker;

import dev.remit.api.Remit;
import dev.remit.api.Task;
import dev.remit.samples.delegation.Story;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * {@code POST /refunds} is somebody else's wish, {@code POST /fees} the worker's own daily task, in which it decides on fees itself;
 * {@code GET /receipts/ID} says where receipts are.
 */
final class RefundServlet extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient RefundAgent agent;
    private final String archive;

    RefundServlet(RefundAgent agent, String archive) {
        this.agent = agent;
        this.archive = archive;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.sendRedirect(archive + request.getRequestURI());
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response) throws IOException {
        final String wish = new String(request.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        Story.tell("worker", "is asked: " + wish);
        final String answer;
        if (request.getRequestURI().equals("/fees")) {
            try (Task task = Remit.task("fees").open()) {
                Story.tell("worker", "opens a task of its own: " + task.id());
                answer = agent.work(wish);
            }
        } else {
            answer = agent.work(wish);
        }
        response.setContentType("text/plain;charset=utf-8");
        response.getWriter().write(answer);
    }
}
