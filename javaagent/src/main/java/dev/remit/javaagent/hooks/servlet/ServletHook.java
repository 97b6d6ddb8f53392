package dev.remit.javaagent.hooks.servlet;

import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import java.util.List;

/**
 * The method by which every container calls a servlet for HTTP, Spring's dispatcher servlet among them; servlets override what it
 * calls. The row needs no type of the servlet API.
 */
public final class ServletHook implements Hook {
    @Override
    public String library() {
        return "Jakarta Servlet";
    }

    @Override
    public List<String> jars() {
        return List.of("jakarta.servlet-api");
    }

    @Override
    public List<String> versions() {
        return List.of("5.", "6.");
    }

    @Override
    public List<CallSite> callSites() {
        return List.of(CallSite.request(
                "jakarta.servlet.http.HttpServlet",
                "service",
                List.of("jakarta.servlet.ServletRequest", "jakarta.servlet.ServletResponse"),
                "dev.remit.javaagent.hooks.servlet.RequestAdvice"));
    }
}
