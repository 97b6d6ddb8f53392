package dev.remit.javaagent.weave;

import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.annotation.AnnotationDescription;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.method.ParameterDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.implementation.bytecode.assign.Assigner;

/** What {@link Given} is bound to. */
final class GivenArgument implements Advice.OffsetMapping {
    private final TypeDescription type;
    private final boolean readOnly;

    private GivenArgument(TypeDescription type, boolean readOnly) {
        this.type = type;
        this.readOnly = readOnly;
    }

    @Override
    public Target resolve(
            TypeDescription instrumentedType,
            MethodDescription method,
            Assigner assigner,
            Advice.ArgumentHandler arguments,
            Sort sort) {
        for (ParameterDescription parameter : method.getParameters()) {
            if (parameter.getType().asErasure().isAssignableTo(type)) {
                final int offset = arguments.argument(parameter.getOffset());
                return readOnly
                        ? new Target.ForVariable.ReadOnly(parameter.getType(), offset)
                        : new Target.ForVariable.ReadWrite(parameter.getType(), offset);
            }
        }
        throw new IllegalStateException(method + " has no argument of type " + type.getName());
    }

    /** Makes it for each parameter that is marked. */
    enum Factory implements Advice.OffsetMapping.Factory<Given> {
        /** The only one. */
        INSTANCE;

        @Override
        public Class<Given> getAnnotationType() {
            return Given.class;
        }

        @Override
        public Advice.OffsetMapping make(
                ParameterDescription.InDefinedShape target,
                AnnotationDescription.Loadable<Given> annotation,
                AdviceType adviceType) {
            return new GivenArgument(
                    target.getType().asErasure(), annotation.load().readOnly());
        }
    }
}
