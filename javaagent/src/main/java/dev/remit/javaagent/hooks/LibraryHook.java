package dev.remit.javaagent.hooks;

import dev.remit.engine.Category;
import dev.remit.javaagent.weave.Advised;
import dev.remit.javaagent.weave.CallSite;
import dev.remit.javaagent.weave.Hook;
import dev.remit.javaagent.weave.Library;
import dev.remit.javaagent.weave.Site;
import dev.remit.javaagent.weave.Target;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/**
 * A hook of a library that the application brings along. Its rows call advice by the simple names of classes nested in the hook's own;
 * advice that several libraries share they call by its whole name. Advice is read as a class file and inlined, so that it is never
 * loaded here, and may name the library's types; of ours it may call the gate alone.
 */
public abstract class LibraryHook implements Hook {
    private static final String HERE = "dev.remit.javaagent.hooks.LibraryHook$";

    private final Library library;
    private @Nullable List<CallSite> callSites;

    /**
     * @param name the library's, as people call it
     * @param versions what the versions that the rows were made for begin with, such as {@code 1.}
     * @param jars the jars that hold it, as file names without version
     */
    protected LibraryHook(String name, List<String> versions, String... jars) {
        this.library = new Library(name, List.of(jars), versions);
    }

    @Override
    public final Library library() {
        return library;
    }

    /** The table, made when it is first asked for: each of the weaver, the self-test and the report asks. */
    @Override
    public final List<CallSite> callSites() {
        if (callSites == null) {
            callSites = rows();
        }
        return callSites;
    }

    /** Makes the table. */
    protected abstract List<CallSite> rows();

    /** A row of what is decided. */
    protected final CallSite decided(Category category, Target target, Advised.Advice... advice) {
        return new CallSite(category, target, new Advised(List.of(advice), null));
    }

    /** A row of what is only told: an AI agent's work begins or goes on there, is carried along, or its model has answered. */
    protected final CallSite told(Target target, Advised.Advice... advice) {
        return new CallSite(null, target, new Advised(List.of(advice), null));
    }

    /** The constructors of the library's own object that is made on one thread and runs on another. */
    protected final CallSite made(String className) {
        return told(Target.constructorsOf(className), advice(HERE + "HandOver"));
    }

    /** The {@code run()} of such an object. */
    protected final CallSite run(String className) {
        return told(Target.of(className, "run"), call(HERE + "TakeUp"));
    }

    /** The constructors of what one thread makes, for whatever work it does, and another does or fulfils. */
    protected final CallSite carried(String className) {
        return told(Target.constructorsOf(className), advice(HERE + "Carry"));
    }

    /** A method of such an object, within which the work of whoever made it goes on. */
    protected final CallSite goesOn(Target target, Advised.Advice... within) {
        final List<Advised.Advice> advice = new ArrayList<>();
        advice.add(call(HERE + "GoOn"));
        advice.addAll(List.of(within));
        return new CallSite(null, target, new Advised(List.copyOf(advice), null));
    }

    /** {@code enter} opens a call, or throws what refuses it; it ends where the method returns. */
    protected final Advised.Advice call(String enter) {
        return call(enter, HERE + "End");
    }

    /** {@code enter} opens a call, or skips the method; {@code exit} ends it, or puts the refusal in the result's place. */
    protected final Advised.Advice call(String enter, String exit) {
        return new Advised.Advice(named(enter), named(exit));
    }

    /** What one class does, before the method or behind it. */
    protected final Advised.Advice advice(String name) {
        return Advised.Advice.of(named(name));
    }

    private String named(String advice) {
        return advice.indexOf('.') < 0 ? getClass().getName() + '$' + advice : advice;
    }

    /** The call that was opened before the method has ended with it. */
    static final class End {
        @Advice.OnMethodExit(onThrowable = Throwable.class)
        static void exit(@Site int site, @Advice.Thrown Throwable thrown) {
            RemitGate.end(site, null, thrown);
        }
    }

    /** Behind a constructor: what is made here will run elsewhere, for whoever makes it. */
    static final class HandOver {
        @Advice.OnMethodExit
        static void exit(@Advice.This Object task) {
            RemitGate.handOver(task);
        }
    }

    /** Behind a constructor: whose work this thread does goes along with what is made here. */
    static final class Carry {
        @Advice.OnMethodExit
        static void exit(@Site int site, @Advice.This Object made) {
            RemitGate.carry(site, made);
        }
    }

    /** It goes on here. */
    static final class GoOn {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object made) {
            RemitGate.resume(site, made);
        }
    }

    /** It runs, here. */
    static final class TakeUp {
        @Advice.OnMethodEnter
        static void enter(@Site int site, @Advice.This Object task) {
            RemitGate.takeUp(site, task);
        }
    }
}
