package dev.remit.javaagent.hooks.task;

import dev.remit.engine.session.TaskBinding;
import dev.remit.engine.session.TaskSpec;
import dev.remit.javaagent.enforce.Problems;
import dev.remit.javaagent.enforce.TaskBindings;
import dev.remit.javaagent.weave.AnnotatedMethods;
import dev.remit.javaagent.weave.CallSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.bytebuddy.jar.asm.AnnotationVisitor;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Type;
import net.bytebuddy.utility.OpenedClassReader;
import org.jspecify.annotations.Nullable;

/** Methods that the application has annotated with remit-api's {@code @RemitTask}. Thread-safe. */
public final class AnnotatedTasks implements AnnotatedMethods {
    private static final String ANNOTATION = "Ldev/remit/api/RemitTask;";

    private final TaskBindings bindings;
    private final Problems problems;

    /** What is found is added to these. */
    public AnnotatedTasks(TaskBindings bindings, Problems problems) {
        this.bindings = bindings;
        this.problems = problems;
    }

    @Override
    public String annotation() {
        return ANNOTATION;
    }

    @Override
    public List<CallSite> in(String className, byte[] classFile) {
        final List<CallSite> sites = new ArrayList<>();
        OpenedClassReader.of(classFile)
                .accept(
                        new ClassVisitor(OpenedClassReader.ASM_API) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access,
                                    String name,
                                    String descriptor,
                                    @Nullable String signature,
                                    String @Nullable [] exceptions) {
                                return new AnnotatedMethod(className, name, descriptor, sites);
                            }
                        },
                        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
        return sites;
    }

    @Override
    public void numbered(int site, CallSite callSite) {
        final @Nullable TaskBinding binding = callSite.task();
        if (binding != null) {
            bindings.bind(site, binding);
        }
    }

    private void add(String className, String method, String descriptor, Values values, List<CallSite> sites) {
        final TaskBinding.Entry entry = new TaskBinding.Entry(
                className,
                method,
                Arrays.stream(Type.getArgumentTypes(descriptor))
                        .map(Type::getClassName)
                        .toList());
        try {
            final TaskSpec spec = new TaskSpec(
                    values.intent, null, values.ttlSeconds * 1000, values.budgets(), values.labels, values.tools);
            final TaskBinding binding = new TaskBinding(
                    values.intent,
                    List.of(entry),
                    List.of(),
                    values.user == 0 ? null : Integer.toString(values.user),
                    "@RemitTask of " + entry,
                    spec);
            sites.add(TaskHook.task(entry, binding));
        } catch (IllegalArgumentException e) {
            final String what = "@RemitTask of " + entry + ": " + e.getMessage() + "; its calls are no task";
            problems.report("task-not-bound", what);
            System.err.println("Remit: " + what);
        }
    }

    private final class AnnotatedMethod extends MethodVisitor {
        private final String className;
        private final String name;
        private final String descriptor;
        private final List<CallSite> sites;

        AnnotatedMethod(String className, String name, String descriptor, List<CallSite> sites) {
            super(OpenedClassReader.ASM_API);
            this.className = className;
            this.name = name;
            this.descriptor = descriptor;
            this.sites = sites;
        }

        @Override
        public @Nullable AnnotationVisitor visitAnnotation(String type, boolean visible) {
            return type.equals(ANNOTATION)
                    ? new Values() {
                        @Override
                        public void visitEnd() {
                            add(className, name, descriptor, this, sites);
                        }
                    }
                    : null;
        }
    }

    /** What one annotation says. */
    private abstract static class Values extends AnnotationVisitor {
        final List<String> labels = new ArrayList<>();
        final List<String> tools = new ArrayList<>();
        String intent = "";
        int user;
        long ttlSeconds;
        private final List<String> budgetTexts = new ArrayList<>();

        Values() {
            super(OpenedClassReader.ASM_API);
        }

        @Override
        public void visit(String name, Object value) {
            switch (name) {
                case "value" -> intent = (String) value;
                case "user" -> user = (Integer) value;
                case "ttlSeconds" -> ttlSeconds = (Long) value;
                default -> {}
            }
        }

        @Override
        public AnnotationVisitor visitArray(String array) {
            final List<String> into = switch (array) {
                case "labels" -> labels;
                case "tools" -> tools;
                default -> budgetTexts;
            };
            return new AnnotationVisitor(OpenedClassReader.ASM_API) {
                @Override
                public void visit(@Nullable String name, Object value) {
                    into.add((String) value);
                }
            };
        }

        Map<String, Long> budgets() {
            final Map<String, Long> budgets = new LinkedHashMap<>();
            for (String text : budgetTexts) {
                final int equals = text.indexOf('=');
                try {
                    budgets.put(
                            text.substring(0, equals).strip(),
                            Long.parseLong(text.substring(equals + 1).strip()));
                } catch (IndexOutOfBoundsException | NumberFormatException e) {
                    throw new IllegalArgumentException("a budget is written as name=number: " + text, e);
                }
            }
            return budgets;
        }
    }
}
