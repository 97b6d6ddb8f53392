package dev.remit.javaagent.weave;

import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.matcher.ElementMatcher;
import net.bytebuddy.matcher.ElementMatchers;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Inlines the hooks' advice into framework classes with Byte Buddy. Built when the first framework class is seen, so that an
 * application without one never loads it. Thread-safe.
 */
final class AdviceWeaver {
    private final Weaver.Problems problems;
    private final ClassFileLocator ours = ClassFileLocator.ForClassLoader.of(AdviceWeaver.class.getClassLoader());
    private final ByteBuddy byteBuddy = new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE)
            // Not all that is synthetic: so is what Kotlin keeps from Java. A bridge only calls what is woven itself.
            .ignore(ElementMatchers.isBridge());

    /** @param problems is told of methods that are not there to be bound */
    AdviceWeaver(Weaver.Problems problems) {
        this.problems = problems;
    }

    /** As {@link SinkWeaver#weave}; {@code loader} is the class's own, through which the types it names are read. */
    Woven weave(String className, byte[] classFile, @Nullable ClassLoader loader, List<Row> rows) {
        final ClassFileLocator locator = new ClassFileLocator.Compound(
                ClassFileLocator.Simple.of(className, classFile),
                loader == null
                        ? ClassFileLocator.ForClassLoader.ofBootLoader()
                        : ClassFileLocator.ForClassLoader.of(loader));
        final TypeDescription type = (isAnyBound(rows)
                        ? new TypePool.Default(
                                new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.EXTENDED)
                        : TypePool.Default.of(locator))
                .describe(className)
                .resolve();
        // The advice is ours; the types that it names are the framework's.
        final ClassFileLocator both = new ClassFileLocator.Compound(ours, locator);
        final TypePool advice = TypePool.Default.of(both);
        final boolean[] matched = new boolean[rows.size()];
        DynamicType.Builder<?> builder = byteBuddy.decorate(type, locator);
        for (int i = 0; i < rows.size(); i++) {
            final Row row = rows.get(i);
            final @Nullable Bound bound = row.advised().bound();
            Advice.WithCustomMapping mapping =
                    Advice.withCustomMapping().bind(Site.class, row.id()).bind(GivenArgument.Factory.INSTANCE);
            if (bound != null) {
                try {
                    mapping = bound.bind(type, row.target(), mapping);
                } catch (NotBoundException e) {
                    problems.notBound(String.valueOf(e.getMessage()));
                    continue;
                }
            }
            final RowMatcher matcher = new RowMatcher(row, matched, i);
            if (type.getDeclaredMethods().filter(matcher).isEmpty()) {
                // Another version's: its advice may name types that this one does not have.
                continue;
            }
            for (Advised.Advice each : row.advised().advice()) {
                final TypeDescription enter = advice.describe(each.enter()).resolve();
                final Advice woven = each.isOneClass()
                        ? mapping.to(enter, both)
                        : mapping.to(enter, advice.describe(each.exit()).resolve(), both);
                builder = builder.visit(woven.on(matcher));
            }
        }
        return new Woven(builder.make().getBytes(), matched, List.of());
    }

    /** Their advice may ask for parameters' names, which a class file has among what debuggers read. */
    private static boolean isAnyBound(List<Row> rows) {
        for (Row row : rows) {
            if (row.advised().bound() != null) {
                return true;
            }
        }
        return false;
    }

    /** Matches the row's method, and notes that it did. */
    private static final class RowMatcher extends ElementMatcher.Junction.AbstractBase<MethodDescription> {
        private final Row row;
        private final boolean[] matched;
        private final int index;

        RowMatcher(Row row, boolean[] matched, int index) {
            this.row = row;
            this.matched = matched;
            this.index = index;
        }

        @Override
        public boolean matches(@Nullable MethodDescription method) {
            if (method == null
                    || method.isAbstract()
                    || method.isNative()
                    || !row.target().matches(method.getInternalName(), method.getDescriptor())) {
                return false;
            }
            matched[index] = true;
            return true;
        }
    }
}
