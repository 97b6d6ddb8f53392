package dev.remit.javaagent.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import dev.remit.engine.Category;
import dev.remit.engine.session.Session;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CallStackTest {
    private final CallStack stack = new CallStack();

    private static Session session(Object id) {
        return new Session(null, id, 0);
    }

    private Object sessionId() {
        return Objects.requireNonNull(stack.session()).id();
    }

    @Test
    void shouldKnowNothingWhileNothingIsOpen() {
        assertThat(stack.innermost()).isNull();
        assertThat(stack.parentId()).isZero();
        assertThat(stack.session()).isNull();
        assertThat(pop(stack, 1)).isNull();
        assertThat(stack.depth()).isZero();
    }

    @Test
    void shouldGiveCallsBackInnermostFirst() {
        stack.push(1, null, null, session("s1"), null);
        stack.push(2, Category.TOOL, "request", session("s2"), null).id = 20;
        stack.push(3, Category.HTTP, null, null, null).id = 30;
        assertThat(stack.session()).isNull();
        assertThat(stack.parentId()).isEqualTo(30);
        assertThat(pop(stack, 3)).extracting(call -> call.id).isEqualTo(30L);
        assertThat(sessionId()).isEqualTo("s2");
        assertThat(stack.parentId()).isEqualTo(20);
        assertThat(stack.isWithin(Category.TOOL, "request")).isTrue();
        assertThat(pop(stack, 2)).extracting(call -> call.id).isEqualTo(20L);
        assertThat(stack.parentId()).isZero();
        assertThat(pop(stack, 1)).extracting(call -> call.id).isEqualTo(0L);
        assertThat(stack.depth()).isZero();
    }

    @Test
    void shouldSeeTheSameRequestByIdentityAndCategory() {
        final String request = "request";
        stack.push(1, Category.TOOL, request, null, null);
        assertThat(stack.isWithin(Category.TOOL, request)).isTrue();
        assertThat(stack.isWithin(Category.TOOL, new String(request))).isFalse();
        assertThat(stack.isWithin(Category.HTTP, request)).isFalse();
        assertThat(stack.isWithin(Category.TOOL, null)).isFalse();
    }

    @Test
    void shouldLookThroughAbsorbedCalls() {
        stack.push(1, Category.TOOL, "request", session("session"), null).id = 10;
        stack.absorb(2);
        stack.absorb(3);
        assertThat(stack.innermost()).extracting(call -> call.id).isEqualTo(10L);
        assertThat(sessionId()).isEqualTo("session");
        assertThat(stack.parentId()).isEqualTo(10);
        assertThat(pop(stack, 3)).extracting(call -> call.absorbed).isEqualTo(true);
        assertThat(pop(stack, 2)).extracting(call -> call.absorbed).isEqualTo(true);
        assertThat(pop(stack, 1)).extracting(call -> call.absorbed).isEqualTo(false);
    }

    @Test
    void shouldFollowACallThatWasRecordedElsewhere() {
        stack.push(1, Category.HTTP, null, null, null).parentId = 99;
        assertThat(stack.parentId()).isEqualTo(99);
    }

    @Test
    void shouldCloseWhatWasLeftOpenInside() {
        stack.push(1, Category.TOOL, null, null, null).id = 10;
        final Call left = stack.push(2, Category.HTTP, "left", session("session"), null);
        left.url = "https://acme.com/";
        assertThat(pop(stack, 1)).extracting(call -> call.id).isEqualTo(10L);
        assertThat(stack.depth()).isZero();
        assertThat(left.request).isNull();
        assertThat(left.session).isNull();
        assertThat(left.url).isNull();
    }

    @Test
    void shouldLeaveTheStackAloneWhenAStrangerEnds() {
        stack.push(1, Category.TOOL, null, null, null).id = 10;
        assertThat(pop(stack, 2)).isNull();
        assertThat(pop(stack, 1)).extracting(call -> call.id).isEqualTo(10L);
        assertThat(pop(stack, 1)).isNull();
    }

    @Test
    void shouldCloseTheInnermostOfOneSite() {
        stack.push(1, Category.TOOL, null, null, null).id = 10;
        stack.push(1, Category.TOOL, null, null, null).id = 11;
        assertThat(pop(stack, 1)).extracting(call -> call.id).isEqualTo(11L);
        assertThat(pop(stack, 1)).extracting(call -> call.id).isEqualTo(10L);
    }

    @Test
    void shouldGrowWithNesting() {
        for (int i = 1; i <= 1_000; i++) {
            stack.push(i, Category.TOOL, null, session(i), null).id = i;
        }
        assertThat(stack.depth()).isEqualTo(1_000);
        for (int i = 1_000; i >= 1; i--) {
            assertThat(sessionId()).isEqualTo(i);
            assertThat(pop(stack, i)).extracting(call -> call.id).isEqualTo((long) i);
        }
    }

    @Test
    void shouldStartACallAfresh() {
        final Call used = stack.push(1, Category.HTTP, "request", session("session"), null);
        used.id = 10;
        used.parentId = 9;
        used.name = "acme.com";
        used.port = 443;
        used.method = "GET";
        used.scheme = "https";
        used.url = "/";
        pop(stack, 1);
        final Call again = stack.push(2, null, null, null, null);
        assertThat(again).isSameAs(used);
        assertThat(again).usingRecursiveComparison().ignoringFields("startNs").isEqualTo(fresh(2));
    }

    private static Call fresh(int site) {
        final Call call = new Call();
        call.site = site;
        return call;
    }

    @Test
    void shouldForgetWhatCameAfterADepth() {
        stack.push(1, Category.TOOL, null, null, null);
        stack.push(2, Category.HTTP, null, null, null);
        stack.absorb(3);
        stack.backTo(1);
        assertThat(stack.depth()).isOne();
        assertThat(stack.innermost()).extracting(call -> call.site).isEqualTo(1);
    }

    /** As an end does. */
    private static Call pop(CallStack stack, int site) {
        final int at = stack.find(site);
        if (at < 0) {
            return null;
        }
        final Call call = stack.at(at);
        stack.backTo(at);
        return call;
    }
}
