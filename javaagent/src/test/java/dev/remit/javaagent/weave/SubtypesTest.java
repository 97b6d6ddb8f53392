package dev.remit.javaagent.weave;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class SubtypesTest {
    interface Top {}

    interface Left extends Top {}

    interface Right extends Top {}

    interface Bottom extends Left, Right {}

    abstract static class Middle implements Bottom {}

    static class Below extends Middle {}

    static class Beside extends ArrayList<String> {
        private static final long serialVersionUID = 1L;
    }

    private static String name(Class<?> type) {
        return type.getName().replace('.', '/');
    }

    private static boolean isBelow(Class<?> type, Class<?> wanted) throws Exception {
        return Subtypes.isBelow(WovenClasses.classFile(type), type.getClassLoader(), name(wanted));
    }

    @Test
    void shouldFindWhatIsAboveHoweverFar() throws Exception {
        assertThat(isBelow(Below.class, Top.class)).isTrue();
        assertThat(isBelow(Below.class, Right.class)).isTrue();
        assertThat(isBelow(Middle.class, Left.class)).isTrue();
        assertThat(isBelow(Bottom.class, Top.class)).isTrue();
    }

    @Test
    void shouldNotFindWhatIsNotAbove() throws Exception {
        assertThat(isBelow(Top.class, Below.class)).isFalse();
        assertThat(isBelow(Top.class, Top.class)).isFalse();
        assertThat(isBelow(Left.class, Right.class)).isFalse();
        assertThat(isBelow(Below.class, Supplier.class)).isFalse();
    }

    /** Nothing of the JDK lies below a framework's class. */
    @Test
    void shouldNotReadTheJdksOwnClasses() throws Exception {
        final List<String> read = new ArrayList<>();
        final ClassLoader loader = new ClassLoader(getClass().getClassLoader()) {
            @Override
            public InputStream getResourceAsStream(String name) {
                read.add(name);
                return super.getResourceAsStream(name);
            }
        };
        assertThat(Subtypes.isBelow(WovenClasses.classFile(Beside.class), loader, name(Top.class)))
                .isFalse();
        assertThat(read).isEmpty();
        assertThat(Subtypes.isBelow(WovenClasses.classFile(Below.class), loader, name(Supplier.class)))
                .isFalse();
        assertThat(read).doesNotHaveDuplicates().contains(name(Top.class) + ".class");
    }

    @Test
    void shouldTakeAMissingClassFileForUnrelated() throws Exception {
        final ClassLoader empty = new ClassLoader(null) {};
        assertThat(Subtypes.isBelow(WovenClasses.classFile(Below.class), empty, name(Top.class)))
                .isFalse();
        assertThat(Subtypes.isBelow(WovenClasses.classFile(Below.class), empty, name(Middle.class)))
                .isTrue();
    }
}
