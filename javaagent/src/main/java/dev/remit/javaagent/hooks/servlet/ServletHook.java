package dev.remit.javaagent.hooks.servlet;

import dev.remit.javaagent.hooks.LibraryHook;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/**
 * The method by which every container calls a servlet for HTTP, Spring's dispatcher servlet among them; servlets override what it
 * calls. The row needs no type of the servlet API.
 */
public final class ServletHook extends LibraryHook {
    /** The table of the servlet API. */
    public ServletHook() {
        super("Jakarta Servlet", List.of("5.", "6."), "jakarta.servlet-api");
    }

    @Override
    protected List<CallSite> rows() {
        return List.of(told(
                Target.of(
                        "jakarta.servlet.http.HttpServlet",
                        "service",
                        "jakarta.servlet.ServletRequest",
                        "jakarta.servlet.ServletResponse"),
                call("Request", "Served")));
    }

    /** A servlet serves a request, from here to its return. */
    static final class Request {
        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static Object enter(
                @Site int site,
                @Advice.Argument(value = 0, typing = Assigner.Typing.DYNAMIC) Object request,
                @Advice.Argument(value = 1, typing = Assigner.Typing.DYNAMIC) Object response) {
            return RemitGate.request(site, request, response);
        }
    }

    /** One that was refused has been answered. */
    static final class Served {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Enter Object answered, @Advice.Thrown Throwable thrown) {
            if (answered == null) {
                RemitGate.end(site, null, thrown);
            }
        }
    }
}
