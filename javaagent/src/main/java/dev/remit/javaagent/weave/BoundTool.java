package dev.remit.javaagent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import org.jspecify.annotations.Nullable;

/**
 * A method that is a tool.
 *
 * @param toolset the toolset's name
 * @param tool the tool's name
 * @param parameters the names of the method's parameters, with commas between; null where classes are to say them
 * @param origin where that is said
 */
public record BoundTool(
        String toolset, String tool, @Nullable String parameters, String origin) implements Bound {
    @Override
    public Advice.WithCustomMapping bind(TypeDescription type, Target target, Advice.WithCustomMapping mapping)
            throws NotBoundException {
        if (type.getName().equals(target.className()) && !declares(type, target)) {
            throw new NotBoundException(
                    origin + ": " + target.className() + " declares no method " + target.method()
                            + (target.arguments() == null ? "" : " with the arguments " + target.arguments())
                            + ", so that nothing guards it; name the class or interface that does, as in com.acme.Payments#pay(String,long)");
        }
        return mapping.bind(MethodTool.Toolset.class, toolset)
                .bind(MethodTool.Name.class, tool)
                .bind(MethodTool.IsFuture.Mapping.INSTANCE)
                .bind(new MethodTool.Parameters.Mapping(target.className(), parameters));
    }

    private static boolean declares(TypeDescription type, Target target) {
        for (MethodDescription method : type.getDeclaredMethods()) {
            if (target.matches(method.getInternalName(), method.getDescriptor())) {
                return true;
            }
        }
        return false;
    }
}
