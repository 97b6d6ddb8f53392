package dev.remit.javaagent.weave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.Category;
import dev.remit.engine.NamedMethod;
import java.net.URL;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeaverTest {
    private static final String NAME = Guarded.class.getName();
    private static final String INTERNAL = NAME.replace('.', '/');

    /** Not the weaver's own, whose classes are left alone. */
    private final ClassLoader application = new ClassLoader(getClass().getClassLoader()) {};

    private static final Weaving SUNK = Sunk.around((site, self, first, second) -> null);

    private final List<String> said = new ArrayList<>();
    private boolean mayRunUnguarded;

    private final Weaver.Problems problems = new Weaver.Problems() {
        @Override
        public boolean notWoven(String className, Throwable why) {
            said.add("not woven " + className);
            return mayRunUnguarded;
        }

        @Override
        public boolean unknownVersion(String className, String jar) {
            said.add("unknown version " + className + ' ' + jar);
            return mayRunUnguarded;
        }

        @Override
        public void notRecognised(String className) {
            said.add("not recognised " + className);
        }

        @Override
        public void notBound(String message) {
            said.add(message);
        }
    };

    @BeforeEach
    void reset() {
        RecordingGate.reset();
    }

    private static CallSite sink(String method) {
        return sink(Target.anyOf(NAME, method));
    }

    private static CallSite sink(Target target) {
        return new CallSite(Category.CONNECT, target, Sunk.around((site, self, first, second) -> null));
    }

    private static CallSite absentAdvice(Target target) {
        return new CallSite(Category.TOOL, target, new Advised(List.of(Advised.Advice.of("dev.remit.Absent")), null));
    }

    private static Hook hook(Library library, CallSite site) {
        return new Hook() {
            @Override
            public Library library() {
                return library;
            }

            @Override
            public List<CallSite> callSites() {
                return List.of(site);
            }
        };
    }

    private static Tables table(CallSite site) {
        return new Tables(List.of(hook(Library.of("what is tested"), site)), List.of());
    }

    private byte[] transform(CallSite site, ClassLoader loader, String name, byte[] classFile) {
        return new Weaver(table(site), List.of(), problems).transform(loader, name, null, null, classFile);
    }

    @ParameterizedTest
    @CsvSource({
        "file:/lib/guarded-2.0.jar, true",
        "jar:file:/app.jar!/BOOT-INF/lib/guarded-2.0.jar!/, true",
        "file:/lib/guarded-1.7.jar, false",
        "file:/lib/guarded.jar, false",
        "file:/classes/, false",
    })
    void shouldLeaveAnUnknownVersionAlone(String location, boolean unknown) throws Exception {
        final CallSite site = sink("nothing");
        final Hook hook = hook(new Library("Guarded", List.of("guarded"), List.of("1.")), site);
        final ProtectionDomain domain =
                new ProtectionDomain(new CodeSource(new URL(location), (Certificate[]) null), null);
        final Weaver weaver = new Weaver(new Tables(List.of(), List.of(hook)), List.of(), problems);
        final byte[] classFile = WovenClasses.classFile(Guarded.class);
        for (boolean runs : new boolean[] {true, false}) {
            mayRunUnguarded = runs;
            said.clear();
            final byte[] woven = weaver.transform(application, INTERNAL, null, domain, classFile);
            if (unknown) {
                assertThat(said).containsExactly("unknown version " + NAME + " guarded-2.0.jar (known: 1.x)");
                assertThat(woven == null).isEqualTo(runs);
            } else {
                assertThat(said).isEmpty();
                assertThat(woven).isNotNull();
            }
        }
    }

    @Test
    void shouldWeaveTheClassesThatItsTableNames() throws Throwable {
        final byte[] woven = transform(sink("nothing"), application, INTERNAL, WovenClasses.classFile(Guarded.class));
        final Class<?> type = WovenClasses.load(NAME, woven);
        WovenClasses.call(type.getConstructor().newInstance(), type, "nothing");
        assertThat(RecordingGate.EVENTS).containsExactly("sink 0 Guarded null null", "end 0");
        assertThat(said).isEmpty();
        assertThat(new Weaver(table(sink("nothing")), List.of(), problems).isGuarded(Guarded.class))
                .isTrue();
        assertThat(new Weaver(table(sink("nothing")), List.of(), problems).isGuarded(String.class))
                .isFalse();
    }

    static class Old {
        @Deprecated
        void nothing() {}
    }

    @Test
    void shouldNumberAnAnnotatedMethodOnceWhoeverBringsItsClass() throws Exception {
        final List<Integer> numbers = new ArrayList<>();
        final AnnotatedMethods deprecated = new AnnotatedMethods() {
            @Override
            public String annotation() {
                return "Ljava/lang/Deprecated;";
            }

            @Override
            public CallSite callSite(NamedMethod method, Map<String, Object> values) {
                return new CallSite(null, Target.anyOf(method.className(), method.method()), SUNK);
            }

            @Override
            public void numbered(int site, CallSite callSite) {
                numbers.add(site);
            }
        };
        final Weaver weaver = new Weaver(table(sink("nothing")), List.of(deprecated), problems);
        final byte[] classFile = WovenClasses.classFile(Old.class);
        for (int i = 0; i < 3; i++) {
            final ClassLoader loader = new ClassLoader(application) {};
            assertThat(weaver.transform(loader, Old.class.getName().replace('.', '/'), null, null, classFile))
                    .isNotNull();
        }
        assertThat(numbers).containsExactly(1);
        assertThat(said).isEmpty();
    }

    @Test
    void shouldLeaveOtherClassesAlone() throws Exception {
        final byte[] classFile = WovenClasses.classFile(WeaverTest.class);
        assertThat(transform(sink("nothing"), application, "dev/remit/Other", classFile))
                .isNull();
        assertThat(transform(sink("nothing"), application, null, classFile)).isNull();
        assertThat(transform(sink("nothing"), Weaver.class.getClassLoader(), INTERNAL, classFile))
                .isNull();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldWeaveWhatStandsBesideAnotherClassWhereThatIs() throws Exception {
        final byte[] classFile = WovenClasses.classFile(Guarded.class);
        assertThat(transform(
                        sink(Target.anyOf(NAME, "nothing").beside(WeaverTest.class.getName())),
                        application,
                        INTERNAL,
                        classFile))
                .isNotNull();
        assertThat(transform(
                        sink(Target.anyOf(NAME, "nothing").beside("dev.remit.Absent")),
                        application,
                        INTERNAL,
                        classFile))
                .isNull();
        assertThat(transform(
                        sink(Target.anyOf(NAME, "nothing").beside(WeaverTest.class.getName())),
                        null,
                        INTERNAL,
                        classFile))
                .isNull();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldMakeAClassUnloadableThatItCannotWeave() throws Exception {
        final byte[] whole = WovenClasses.classFile(Guarded.class);
        for (int length : new int[] {0, 4, 10, whole.length / 2, whole.length - 100}) {
            said.clear();
            final byte[] woven = transform(sink("nothing"), application, INTERNAL, Arrays.copyOf(whole, length));
            assertThat(said).containsExactly("not woven " + NAME);
            assertThatThrownBy(() -> new ClassLoader(null) {
                        void define() {
                            defineClass(NAME, woven, 0, woven.length);
                        }
                    }.define())
                    .isInstanceOf(ClassFormatError.class);
        }
    }

    @Test
    void shouldLeaveAClassAsItIsWhereItMayRunUnguarded() throws Exception {
        mayRunUnguarded = true;
        assertThat(transform(sink("nothing"), application, INTERNAL, new byte[20]))
                .isNull();
        assertThat(said).containsExactly("not woven " + NAME);
    }

    @Test
    void shouldFailClosedWhenAnAdviceIsMissing() throws Exception {
        final CallSite site = absentAdvice(Target.anyOf(NAME, "nothing"));
        final byte[] woven = transform(site, application, INTERNAL, WovenClasses.classFile(Guarded.class));
        assertThat(woven).isNotNull().hasSize(4);
        assertThat(said).containsExactly("not woven " + NAME);
    }

    @Test
    void shouldSayThatAVersionIsNotRecognised() throws Exception {
        assertThat(transform(sink("absent"), application, INTERNAL, WovenClasses.classFile(Guarded.class)))
                .isNull();
        assertThat(said).containsExactly("not recognised " + NAME);
    }

    @Test
    void shouldWeaveEveryClassBelowATableRow() throws Throwable {
        final CallSite below =
                sink(Target.anyOf("java.lang.Comparable", "compareTo").andBelow());
        final byte[] woven = transform(below, application, INTERNAL, WovenClasses.classFile(Guarded.class));
        final Class<?> type = WovenClasses.load(NAME, woven);
        final Object guarded = type.getConstructor().newInstance();
        assertThat(WovenClasses.call(guarded, type, "compareTo", guarded)).isEqualTo(0);
        assertThat(RecordingGate.EVENTS).hasSize(2).last().isEqualTo("end 0");
        assertThat(transform(below, application, "x/Other", WovenClasses.classFile(WeaverTest.class)))
                .isNull();
        assertThat(said).isEmpty();
    }

    @Test
    void shouldLeaveAnExceptionToARowAlone() throws Exception {
        final CallSite below =
                absentAdvice(Target.anyOf("java.lang.Comparable", "compareTo").andBelow(NAME));
        assertThat(transform(below, application, INTERNAL, WovenClasses.classFile(Guarded.class)))
                .isNull();
        assertThat(said).isEmpty();
    }
}
