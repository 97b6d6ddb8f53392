package dev.remit.javaagent.weave;

import dev.remit.engine.session.TaskBinding;
import java.util.ArrayList;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.constant.NullConstant;
import org.jspecify.annotations.Nullable;

/**
 * A method that is a task.
 *
 * @param task the task
 */
public record BoundTask(TaskBinding task) implements Bound {
    @Override
    public Advice.WithCustomMapping bind(TypeDescription type, Target target, Advice.WithCustomMapping mapping)
            throws NotBoundException {
        final @Nullable ParameterDescription user = user(method(type, target));
        return user == null
                ? mapping.bind(TaskUser.class, NullConstant.INSTANCE, Object.class)
                : mapping.bind(TaskUser.class, user);
    }

    /** The one method; none or more than one is refused. */
    private MethodDescription method(TypeDescription type, Target target) throws NotBoundException {
        final List<MethodDescription> found = new ArrayList<>();
        for (MethodDescription method : type.getDeclaredMethods()) {
            if (method.isMethod()
                    && !method.isBridge()
                    && !method.isAbstract()
                    && !method.isNative()
                    && target.matches(method.getInternalName(), method.getDescriptor())) {
                found.add(method);
            }
        }
        final String name = type.getName() + "#" + target.method();
        if (found.isEmpty()) {
            throw new NotBoundException(task.origin() + ": there is no method " + name
                    + " with a body and these arguments; its calls are no task");
        }
        if (found.size() > 1) {
            throw new NotBoundException(task.origin() + ": there are " + found.size() + " methods " + name
                    + "; write its arguments' types behind it, as in " + name + types(found.get(0))
                    + "; its calls are no task");
        }
        return found.get(0);
    }

    /** The parameter that says on whose behalf; null where none does. */
    private @Nullable ParameterDescription user(MethodDescription method) throws NotBoundException {
        final @Nullable String user = task.user();
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
        throw new NotBoundException(task.origin() + ": " + method.getName() + types(method) + " has no parameter "
                + user + "; name it by its place, from 1 to " + place + "; its calls are no task");
    }

    private static String types(MethodDescription method) {
        final StringBuilder types = new StringBuilder("(");
        for (TypeDescription type : method.getParameters().asTypeList().asErasures()) {
            types.append(types.length() == 1 ? "" : ",").append(type.getCanonicalName());
        }
        return types.append(')').toString();
    }
}
