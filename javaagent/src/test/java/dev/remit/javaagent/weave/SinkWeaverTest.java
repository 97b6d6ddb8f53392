package dev.remit.javaagent.weave;

import static dev.remit.javaagent.weave.Sunk.Shape.AROUND;
import static dev.remit.javaagent.weave.Sunk.Shape.REPLACING;
import static dev.remit.javaagent.weave.Sunk.Shape.RESULT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.remit.engine.Category;
import dev.remit.javaagent.weave.Sunk.Shape;
import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.util.List;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SinkWeaverTest {
    private static final int SITE = 300;

    private static final Sink SINK = (site, self, first, second) -> null;

    private Class<?> type;
    private Object guarded;

    @BeforeEach
    void reset() {
        RecordingGate.reset();
    }

    private static CallSite site(String method, List<String> arguments, Shape shape) {
        return site(method, arguments, new Sunk(shape, SINK, List.of(), false, null));
    }

    private static CallSite site(String method, List<String> arguments, Sunk sunk) {
        return new CallSite(
                Category.CONNECT,
                new Target(Guarded.class.getName(), method, arguments, false, List.of(), null, 0),
                sunk);
    }

    private void weave(CallSite... sites) throws Exception {
        final List<Row> rows = new java.util.ArrayList<>();
        for (CallSite site : sites) {
            rows.add(new Row(SITE + rows.size(), site));
        }
        final Woven woven = SinkWeaver.weave(WovenClasses.classFile(Guarded.class), rows);
        assertThat(woven.matched()).doesNotContain(false);
        type = WovenClasses.load(Guarded.class.getName(), woven.classFile());
        guarded = type.getConstructor().newInstance();
    }

    private Object call(String method, Object... arguments) throws Throwable {
        return WovenClasses.call(guarded, type, method, arguments);
    }

    @Test
    void shouldCallTheSinkBeforeAndTheEndAfter() throws Throwable {
        weave(site("text", List.of("java.lang.String", "int", "java.lang.Object"), AROUND));
        assertThat(call("text", "a", 1, "b")).isEqualTo("a1b");
        assertThat(RecordingGate.EVENTS).containsExactly("sink 300 Guarded a b", "end 300");
    }

    @Test
    void shouldWeaveAMethodThatReturnsNothing() throws Throwable {
        weave(site("nothing", List.of(), AROUND));
        assertThat(call("nothing")).isNull();
        assertThat(RecordingGate.EVENTS).containsExactly("sink 300 Guarded null null", "end 300");
    }

    /** Longs and doubles take two places among the arguments. */
    @Test
    void shouldFindReferencesAmongWideArguments() throws Throwable {
        weave(
                site(
                        "wide",
                        List.of("long", "double", "java.lang.String", "float", "java.lang.Object", "long"),
                        AROUND),
                site("broad", List.of("double"), AROUND));
        assertThat(call("wide", 1L, 2.0, "text", 3.0f, "other", 4L)).isEqualTo(0x1234_5678_9abc_def0L + 14);
        assertThat((double) call("broad", 2.0)).isEqualTo(2 * Math.PI);
        assertThat(RecordingGate.EVENTS)
                .containsExactly("sink 300 Guarded text other", "end 300", "sink 301 Guarded null null", "end 301");
    }

    @Test
    void shouldWeaveStaticMethods() throws Throwable {
        weave(site("of", List.of("java.lang.String", "java.lang.String[]"), RESULT), site("isEven", null, AROUND));
        assertThat(call("of", "a", new String[2])).isEqualTo("a2");
        assertThat(call("isEven", 2)).isEqualTo(true);
        assertThat(RecordingGate.EVENTS)
                .containsExactly(
                        "result 300 static a a2",
                        "sink 301 static null null",
                        "sink 301 static null null",
                        "end 301",
                        "end 301");
    }

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"AROUND", "REPLACING"})
    void shouldTellWhatTheMethodThrows(Shape shape) throws Throwable {
        weave(site("failing", null, shape));
        assertThatThrownBy(() -> call("failing", "no"))
                .isInstanceOf(IOException.class)
                .hasMessage("no");
        assertThat(RecordingGate.EVENTS).containsExactly("sink 300 Guarded no null", "end 300 IOException");
    }

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"AROUND", "REPLACING"})
    void shouldNotRunTheBodyNorEndWhenTheSinkRefuses(Shape shape) throws Throwable {
        weave(site("failing", null, shape));
        RecordingGate.answer = new IOException("refused");
        assertThatThrownBy(() -> call("failing", "no")).isSameAs(RecordingGate.answer);
        assertThat(RecordingGate.EVENTS).containsExactly("sink 300 Guarded no null");
    }

    @Test
    void shouldReturnWhatTheSinkGivesInTheBodysPlace() throws Throwable {
        weave(site("failing", null, REPLACING));
        RecordingGate.answer = "instead";
        assertThat(call("failing", "no")).isEqualTo("instead");
        assertThat(RecordingGate.EVENTS).containsExactly("sink 300 Guarded no null");
    }

    @Test
    void shouldReturnWhatBecomesOfTheResult() throws Throwable {
        weave(site("text", null, REPLACING));
        RecordingGate.changed = "changed";
        assertThat(call("text", "a", 1, "b")).isEqualTo("changed");
        assertThat(RecordingGate.EVENTS).containsExactly("sink 300 Guarded a b", "result 300 Guarded a a1b");
    }

    @Test
    void shouldOnlySeeTheResult() throws Throwable {
        weave(site("text", null, RESULT), site("failing", null, RESULT));
        assertThat(call("text", "a", 1, "b")).isEqualTo("a1b");
        assertThatThrownBy(() -> call("failing", "no")).hasMessage("no");
        assertThat(RecordingGate.EVENTS).containsExactly("result 300 Guarded a a1b");
    }

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"AROUND", "REPLACING", "RESULT"})
    void shouldWeaveLoopsHandlersAndLocks(Shape shape) throws Throwable {
        weave(site("catching", null, shape), site("locked", null, shape));
        assertThat(call("catching", "it")).isEqualTo("caught it0");
        assertThat(call("locked", "sum", new long[] {1, 2, 3})).isEqualTo("6");
        assertThat(call("locked", "none", new long[0])).isNull();
        assertThatThrownBy(() -> call("locked", "other", new long[0])).isInstanceOf(IllegalArgumentException.class);
        assertThat(RecordingGate.EVENTS).hasSize(shape == RESULT ? 3 : 8);
        assertThat(Thread.holdsLock(guarded)).isFalse();
    }

    @Test
    void shouldHandOverFieldsInTheArgumentsPlace() throws Throwable {
        weave(site(
                "hidden", null, Sunk.around(SINK).handingOver("host:Ljava/lang/String;", "port:Ljava/lang/Object;")));
        assertThat(call("callHidden", "!")).isEqualTo("acme.com443!");
        assertThat(RecordingGate.EVENTS).containsExactly("sink 300 Guarded acme.com 443", "end 300");
    }

    @Test
    void shouldHandOverNullForASecondFieldThatIsNotNamed() throws Throwable {
        weave(site("hidden", null, Sunk.replacing(SINK).handingOver("host:Ljava/lang/String;")));
        assertThat(call("callHidden", "!")).isEqualTo("acme.com443!");
        assertThat(RecordingGate.EVENTS)
                .containsExactly("sink 300 Guarded acme.com null", "result 300 Guarded acme.com acme.com443!");
    }

    @Test
    void shouldHandOverTheNumbersInTheSecondArgumentsPlace() throws Throwable {
        weave(
                site("text", null, Sunk.around(SINK).handingOverNumbers()),
                site("numbers", null, Sunk.around(SINK).handingOverNumbers()),
                site("nothing", null, Sunk.around(SINK).handingOverNumbers()));
        assertThat(call("text", "a", 1, "b")).isEqualTo("a1b");
        assertThat(call("numbers", 7, 2L, "text", -3)).isEqualTo(6L);
        call("nothing");
        assertThat(RecordingGate.EVENTS)
                .containsExactly(
                        "sink 300 Guarded a [1]",
                        "end 300",
                        "sink 301 static text [7, -3]",
                        "end 301",
                        "sink 302 Guarded null []",
                        "end 302");
    }

    @Test
    void shouldSayWhichRowsMatched() throws Exception {
        final Woven woven = SinkWeaver.weave(
                WovenClasses.classFile(Guarded.class),
                List.of(
                        new Row(0, site("text", List.of("java.lang.String"), AROUND)),
                        new Row(1, site("nothing", null, AROUND)),
                        new Row(2, site("absent", null, AROUND))));
        assertThat(woven.matched()).containsExactly(false, true, false);
        assertThat(woven.any()).isTrue();
    }

    /** The scratch local must lie past the method's own, in every class that the hooks name. */
    @ParameterizedTest
    @ValueSource(
            classes = {
                Socket.class,
                ProcessBuilder.class,
                File.class,
                FileInputStream.class,
                RandomAccessFile.class,
                System.class
            })
    void shouldLeaveRoomForTheScratchLocal(Class<?> woven) throws Exception {
        final int[] most = new int[1];
        new ClassReader(WovenClasses.classFile(woven))
                .accept(
                        new ClassVisitor(Opcodes.ASM9) {
                            @Override
                            public MethodVisitor visitMethod(
                                    int access, String name, String descriptor, String signature, String[] ex) {
                                return new MethodVisitor(Opcodes.ASM9) {
                                    @Override
                                    public void visitMaxs(int maxStack, int maxLocals) {
                                        most[0] = Math.max(most[0], maxLocals);
                                    }
                                };
                            }
                        },
                        0);
        assertThat(most[0]).isPositive().isLessThan(200);
    }
}
