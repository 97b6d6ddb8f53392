package dev.remit.javaagent.weave;

import dev.remit.engine.session.TaskBinding;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/** The one method of a class that a task is bound to. Stateless. */
final class TaskEntry {
    private TaskEntry() {}

    /**
     * The method.
     *
     * @throws TaskNotBoundException if there is none, or more than one; the message says what to write
     */
    static MethodDescription method(TypeDescription type, Row row, TaskBinding binding) {
        final List<MethodDescription> found = new ArrayList<>();
        for (MethodDescription method : type.getDeclaredMethods()) {
            if (method.isMethod()
                    && !method.isBridge()
                    && !method.isAbstract()
                    && !method.isNative()
                    && row.target().matches(method.getInternalName(), method.getDescriptor())) {
                found.add(method);
            }
        }
        final String name = type.getName() + "#" + row.target().method();
        if (found.isEmpty()) {
            throw new TaskNotBoundException(
                    binding.origin() + ": there is no method " + name + " with a body and these arguments");
        }
        if (found.size() > 1) {
            throw new TaskNotBoundException(binding.origin() + ": there are " + found.size() + " methods " + name
                    + "; write its arguments' types behind it, as in " + name + types(found.get(0)));
        }
        return found.get(0);
    }

    /**
     * The parameter that says on whose behalf; null where none does.
     *
     * @throws TaskNotBoundException if there is no such parameter
     */
    static @Nullable ParameterDescription user(MethodDescription method, TaskBinding binding) {
        final @Nullable String user = binding.user();
        if (user == null) {
            return null;
        }
        int place = 0;
        for (ParameterDescription parameter : method.getParameters()) {
            place++;
            if (user.equals(Integer.toString(place)) || parameter.isNamed() && user.equals(parameter.getName())) {
                return parameter;
            }
        }
        throw new TaskNotBoundException(binding.origin() + ": " + method.getName() + types(method)
                + " has no parameter " + user + "; name it by its place, from 1 to " + place);
    }

    private static String types(MethodDescription method) {
        final StringBuilder types = new StringBuilder("(");
        for (TypeDescription type : method.getParameters().asTypeList().asErasures()) {
            types.append(types.length() == 1 ? "" : ",").append(type.getCanonicalName());
        }
        return types.append(')').toString();
    }
}
