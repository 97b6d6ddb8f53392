package dev.remit.javaagent.weave;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDefinition;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import net.bytebuddy.implementation.bytecode.constant.IntegerConstant;
import net.bytebuddy.implementation.bytecode.constant.TextConstant;
import org.jspecify.annotations.Nullable;

/** What advice may ask of a method that is a tool: constants of the woven code. */
public final class MethodTool {
    private MethodTool() {}

    /** The toolset's name. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    public @interface Toolset {}

    /** The tool's name. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    public @interface Name {}

    /** The names of the woven method's parameters, in their order, with commas between. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    public @interface Parameters {
        /**
         * Gives them: those that are configured, else the method's own, else those of the method that it overrides, such as an interface's that a
         * proxy implements.
         *
         * @param className the class that declares what is overridden
         * @param configured null for none
         */
        record Mapping(String className, @Nullable String configured)
                implements Advice.OffsetMapping.Factory<Parameters>, Advice.OffsetMapping {
            @Override
            public Class<Parameters> getAnnotationType() {
                return Parameters.class;
            }

            @Override
            public Advice.OffsetMapping make(
                    ParameterDescription.InDefinedShape target,
                    AnnotationDescription.Loadable<Parameters> annotation,
                    AdviceType adviceType) {
                return this;
            }

            @Override
            public Advice.OffsetMapping.Target resolve(
                    TypeDescription type,
                    MethodDescription method,
                    Assigner assigner,
                    Advice.ArgumentHandler arguments,
                    Sort sort) {
                return new Advice.OffsetMapping.Target.ForStackManipulation(
                        new TextConstant(configured == null ? names(type, method) : configured));
            }

            private String names(TypeDescription type, MethodDescription method) {
                final @Nullable MethodDescription overridden = isNamed(method) ? null : overridden(type, method);
                return join(overridden != null && isNamed(overridden) ? overridden : method);
            }

            private @Nullable MethodDescription overridden(TypeDefinition type, MethodDescription method) {
                if (type.getTypeName().equals(className)) {
                    for (MethodDescription each : type.asErasure().getDeclaredMethods()) {
                        if (each.getInternalName().equals(method.getInternalName())
                                && each.getDescriptor().equals(method.getDescriptor())) {
                            return each;
                        }
                    }
                }
                final @Nullable TypeDefinition above = type.getSuperClass();
                @Nullable MethodDescription found = above == null ? null : overridden(above.asErasure(), method);
                for (TypeDefinition each : type.getInterfaces()) {
                    found = found == null ? overridden(each.asErasure(), method) : found;
                }
                return found;
            }

            private static boolean isNamed(MethodDescription method) {
                for (ParameterDescription parameter : method.getParameters()) {
                    if (!parameter.isNamed()) {
                        return false;
                    }
                }
                return true;
            }

            private static String join(MethodDescription method) {
                final StringBuilder names = new StringBuilder();
                for (ParameterDescription parameter : method.getParameters()) {
                    names.append(names.isEmpty() ? "" : ",").append(parameter.getName());
                }
                return names.toString();
            }
        }
    }

    /** Whether the woven method returns a future, which a refusal can fail. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.PARAMETER)
    public @interface IsFuture {
        /** Gives that. */
        enum Mapping implements Advice.OffsetMapping.Factory<IsFuture>, Advice.OffsetMapping {
            /** The only one. */
            INSTANCE;

            @Override
            public Class<IsFuture> getAnnotationType() {
                return IsFuture.class;
            }

            @Override
            public Advice.OffsetMapping make(
                    ParameterDescription.InDefinedShape target,
                    AnnotationDescription.Loadable<IsFuture> annotation,
                    AdviceType adviceType) {
                return this;
            }

            @Override
            public Advice.OffsetMapping.Target resolve(
                    TypeDescription type,
                    MethodDescription method,
                    Assigner assigner,
                    Advice.ArgumentHandler arguments,
                    Sort sort) {
                final String returned = method.getReturnType().asErasure().getName();
                return new Advice.OffsetMapping.Target.ForStackManipulation(
                        IntegerConstant.forValue(returned.equals(CompletableFuture.class.getName())
                                || returned.equals("java.util.concurrent.CompletionStage")
                                || returned.equals(Future.class.getName())));
            }
        }
    }
}
