package java.lang;

/**
 * The one door between woven code and the guard: every woven call site calls a method of this class and nothing else.
 *
 * <p>WARNING: this class is defined in {@code java.base} and is seen by every class of the JVM. It may name types of
 * {@code java.lang} alone, holds no state but the engine, and decides nothing.
 *
 * <p>The engine is set once, when the class is initialised, in a {@code static final} field: it can't be swapped, and to the
 * JIT compiler it is a constant, so that a call inlines through.
 *
 * <p>A method that opens a call ({@link #agent}, {@link #run}, {@link #request}, {@link #tool}, {@link #clientTool}, {@link #http}, {@link #connect}, {@link #secret},
 * {@link #resume}, {@link #takeUp}, {@link #tell}, {@link #sink}) and returns {@code null} is followed, on the same thread, by exactly one {@link #end}, {@link #endLater} or
 * {@link #sinkResult} of that site. One that returns a refusal is followed by none.
 */
public final class RemitGate {
    private static final RemitEngine ENGINE = RemitEngine.take();

    private RemitGate() {}

    /**
     * An AI agent's work begins on this thread: an AI service or chat client call.
     *
     * @param name what the framework calls the AI agent, or null
     * @param session the conversation: a string, UUID or number, or null
     */
    public static void agent(int site, String name, Object session) {
        ENGINE.agent(site, name, session);
    }

    /**
     * As {@link #agent}, and what is begun here is done when it ends: so is a session that begins with it.
     */
    public static void run(int site, String name, Object session) {
        ENGINE.run(site, name, session);
    }

    /**
     * A servlet serves a request on this thread. It is no AI agent's work; what such work inside belongs to, where its framework
     * names no conversation, is the request's HTTP session if the application has made one, else the request.
     *
     * <p>A request may bring a task along, within which it is then served.
     *
     * @param request the servlet request; it is asked for its session when such work begins, and no longer than it is served
     * @return null to go on; else the request was answered already, with a refusal
     */
    public static Object request(int site, Object request, Object response) {
        return ENGINE.request(site, request, response);
    }

    /**
     * The model has answered with calls of tools: those that follow, in the AI agent's work that this thread is in the midst of, are this answer's. Opens and ends no call.
     *
     * @param turn the object that is this answer: a hook that sees the same object sees the same answer
     * @param prompt the user's message, or null
     * @param answer what the model said besides asking for the calls, or null
     */
    public static void turn(int site, Object turn, String prompt, String answer) {
        ENGINE.turn(site, turn, prompt, answer);
    }

    /**
     * A tool is about to be called.
     *
     * @param request the object that is this call: a nested hook that sees the same object is the same call
     * @param toolset where the tool comes from
     * @param name the tool's name
     * @param arguments JSON text or a map, or null
     * @param session the conversation: a string, UUID or number, or null
     * @return null to go on, else the refusal, in words that the model can act on
     */
    public static String tool(int site, Object request, String toolset, String name, Object arguments, Object session) {
        return ENGINE.tool(site, request, toolset, name, arguments, session);
    }

    /**
     * As {@link #tool}, by a client that a server's tools are called with. Where no AI agent is at work the client is one, in the
     * session that it has with its server.
     *
     * @param client the MCP SDK's asynchronous client
     * @param agent what the client calls itself, or null
     */
    public static String clientTool(
            int site, Object request, String toolset, String name, Object arguments, Object client, String agent) {
        return ENGINE.clientTool(site, request, toolset, name, arguments, client, agent);
    }

    /**
     * A method that is a tool is called.
     *
     * @param parameters the names of its parameters, with commas between
     * @param arguments in the parameters' order
     * @return null to go on, else the refusal
     */
    public static String method(int site, String toolset, String tool, String parameters, Object[] arguments) {
        return ENGINE.method(site, toolset, tool, parameters, arguments);
    }

    /**
     * Whether a tool is not to be shown to the model that the AI agent on this thread is about to ask, because its call would be denied
     * whatever the arguments. Opens and ends no call; where there is any doubt, no.
     *
     * @param toolset where the tool comes from, as {@link #tool} would say it
     */
    public static boolean hides(int site, String toolset, String name) {
        return ENGINE.hides(site, toolset, name);
    }

    /** What the application's framework calls an object that is an AI agent, such as its bean's name, or null. */
    public static String nameOf(Object agent) {
        return ENGINE.nameOf(agent);
    }

    /**
     * An HTTP request is about to be sent, or the next hop of one.
     *
     * @param call the object that is this exchange, the key that {@link #carry} was given if it crosses threads
     * @param host null for where the same exchange was let go before, whatever scheme and port are given
     * @param port the port, or -1 for the scheme's own
     * @param url the path, or a URL whose path is to be read
     * @return null to go on, else the refusal
     */
    public static String http(int site, Object call, String method, String scheme, String host, int port, String url) {
        return ENGINE.http(site, call, method, scheme, host, port, url);
    }

    /**
     * What the HTTP request that {@link #http} has just let go on is to carry in the header {@code Remit-Task}: the task that it is sent
     * in, for the guard of that host. Null for nothing: then it carries no such header.
     */
    public static String taskToken(int site) {
        return ENGINE.taskToken(site);
    }

    /**
     * A socket is about to be connected by other means than the JDK's.
     *
     * @param host the host, or {@code unix:} and the path of a socket in the file system
     * @param port the port, or -1 for none
     * @param address the {@code InetAddress} that the host was resolved to, or null: one that its name should not mean is decided too
     * @return null to go on, else the refusal
     */
    public static String connect(int site, String host, int port, Object address) {
        return ENGINE.connect(site, host, port, address);
    }

    /**
     * A secret is about to be fetched, or several at once: each is decided, and one that is refused refuses the call.
     *
     * @param store the kind of store, such as {@code aws-sm}
     * @param names the secret's name within it: a string, or an {@code Iterable} of such
     * @return null to go on, else the refusal
     */
    public static String secret(int site, Object request, String store, Object names) {
        return ENGINE.secret(site, request, store, names);
    }

    /**
     * A secret's value has come in, wherever its fetch ends; opens and ends no call.
     *
     * @param value text or bytes, or a map, {@code Iterable} or array of such, or an object with such in its fields; null for none
     */
    public static void learn(int site, String store, String name, Object value) {
        ENGINE.learn(site, store, name, value);
    }

    /**
     * The innermost open call of this thread has ended.
     *
     * @param result what it returned: for a secret its value, as for {@link #learn}, else anything or null
     */
    public static void end(int site, Object result, Throwable thrown) {
        ENGINE.end(site, result, thrown);
    }

    /**
     * The innermost open call of this thread goes on elsewhere, and ends when a future completes.
     *
     * @param future a {@code CompletionStage}, the callback that the framework will call, or null where it has another kind
     * @return null for a {@code CompletionStage}; for a callback the {@code InvocationHandler} of a proxy to be put in its
     *     place, which is a {@code Consumer<Throwable>} too (end with an error); for null an object that is a {@code Runnable}
     *     (end without error), a {@code Consumer<Throwable>} and a {@code BiConsumer<Object, Throwable>}, for the framework to
     *     call once, and the {@code InvocationHandler} of a proxy of interfaces of its own of these shapes, or with
     *     {@code onSuccess} and {@code onFailure}
     */
    public static Object endLater(int site, Object future, Throwable thrown) {
        return ENGINE.endLater(site, future, thrown);
    }

    /**
     * Ties a call that goes on elsewhere to an object of the library's, for one that does not call back, or forgets to: with {@link #ended} or
     * {@link #cancelled} of the object it ends, if it has not before, and where the next call is tied to the same object.
     *
     * @param ending what {@link #endLater} gave, but for a {@code CompletionStage}
     * @param object what the application has in its hands, or what stands for the exchange
     */
    public static void tie(int site, Object ending, Object object) {
        ENGINE.tie(site, ending, object);
    }

    /** What {@link #endLater} gave for the call that is tied to {@code object}; null for none. */
    public static Object ending(int site, Object object) {
        return ENGINE.ending(site, object);
    }

    /**
     * The call that is tied to {@code object} has ended.
     *
     * @param thrown what it failed with, or null
     */
    public static void ended(int site, Object object, Throwable thrown) {
        ENGINE.ended(site, object, thrown);
    }

    /** Nobody waits any more for the call that is tied to {@code object}. Makes an exception only if it had not ended. */
    public static void cancelled(int site, Object object) {
        ENGINE.cancelled(site, object);
    }

    /**
     * The answer of a secret's fetch that goes on elsewhere comes in before its end, as an object that holds the value.
     *
     * @param ending what {@link #endLater} gave
     * @param getter the public method of the answer that gives the value, or several with dots between them, each of what the one
     *     before gave
     * @return a {@code Consumer<Object>}, to be told of the answer before the application is, a {@code Function} that gives it back,
     *     and the {@code InvocationHandler} of a proxy of an interface of the library's own of these shapes
     */
    public static Object learnLater(int site, Object ending, String getter) {
        return ENGINE.learnLater(site, ending, getter);
    }

    /**
     * What a guarded method returned runs when it is subscribed to, as often as it is. Each subscription is to pass the
     * framework's {@code using} operator with the object that this gives, and {@link #resume} under it: the first runs the call
     * that was decided; every later one calls {@code method} again, so that it is decided again.
     *
     * @param ending what {@link #endLater} gave, or null where no call was opened and every subscription runs the same
     * @param publisher what runs the call and tells {@code ending} how it ended; if nothing does, it was cancelled
     * @param self the object whose public {@code method} was called with {@code argument}; null without an {@code ending}
     * @param argument the one argument, or an array of all of them, in which a null stands for none
     * @return a {@code Callable}, {@code Function} and {@code Consumer}: the resource, what is subscribed to, the clean-up; and,
     *     for a library whose functional interfaces are its own, the {@code InvocationHandler} of a proxy of those
     */
    public static Object subscribed(
            int site, Object ending, Object publisher, Object self, String method, Object argument) {
        return ENGINE.subscribed(site, ending, publisher, self, method, argument);
    }

    /** Remembers whose work this is under {@code key}, for {@link #http} or {@link #resume} on another thread. */
    public static void carry(int site, Object key) {
        ENGINE.carry(site, key);
    }

    /** What is carried under {@code key}, if anything, is carried under {@code other} too: to the library both are the same call. */
    public static void carryAs(int site, Object key, Object other) {
        ENGINE.carryAs(site, key, other);
    }

    /** Goes on, on this thread, with the work that was carried under {@code key}. */
    public static void resume(int site, Object key) {
        ENGINE.resume(site, key);
    }

    /** The AI agent's work that this thread does, if any, goes on where {@code task} is run. */
    public static void handOver(Object task) {
        ENGINE.handOver(task);
    }

    /**
     * What takes the place of a function that is handed over: what it does belongs to the AI agent's work that this thread does, if any,
     * wherever it is called.
     *
     * @param type the one functional interface of {@code java.util.function}, or {@code Runnable}, that it is called by
     * @return an instance of {@code type}
     */
    public static Object carrying(Object function, Class<?> type) {
        return ENGINE.carrying(function, type);
    }

    /** Runs {@code task} on this thread: the work that was handed over with it goes on, once or again, and none if none was. */
    public static void takeUp(int site, Object task) {
        ENGINE.takeUp(site, task);
    }

    /** A method of the JDK hands something over, or runs what was: the short way where no AI agent is at work. */
    public static void tell(int site, Object self, Object first) {
        ENGINE.tell(site, self, first);
    }

    /**
     * A method of the JDK is about to run; throws what refuses it.
     *
     * @return null to go on, else what the method is to return in its place
     */
    public static Object sink(int site, Object self, Object first, Object second) {
        return ENGINE.sink(site, self, first, second);
    }

    /** A method of the JDK has returned {@code result}; gives what it is to return. */
    public static Object sinkResult(int site, Object self, Object first, Object result) {
        return ENGINE.sinkResult(site, self, first, result);
    }

    /**
     * A method that is bound to a task is about to run; throws where the task can't be opened. An {@link #end} or {@link
     * #endLater} follows, and with it the task is over.
     *
     * @param user on whose behalf, or null
     */
    public static void task(int site, Object user) {
        ENGINE.task(site, user);
    }

    /**
     * The application opens a task on this thread. This and what follows are what remit-api calls.
     *
     * @param user on whose behalf, or null
     * @param ttlMs for how many milliseconds at most; 0 for any time
     * @param budgets a {@code Map<String, Long>}
     * @param labels a {@code List<String>}
     * @param tools a {@code List<String>}
     * @return what stands for the task from now on; its text is the task's id
     */
    public static Object openTask(
            String intent, String user, long ttlMs, Object budgets, Object labels, Object tools) {
        return ENGINE.openTask(intent, user, ttlMs, budgets, labels, tools);
    }

    /** The application closes a task, on whatever thread. */
    public static void closeTask(Object handle) {
        ENGINE.closeTask(handle);
    }

    /**
     * The application widens a task.
     *
     * @param resource as Cedar writes it, or null for any
     */
    public static void grant(Object handle, String action, String resource, String why, long ttlMs, long uses) {
        ENGINE.grant(handle, action, resource, why, ttlMs, uses);
    }

    /** The session or task that this thread works in has touched what the label stands for. */
    public static void label(String label) {
        ENGINE.label(label);
    }

    /**
     * An AI agent's work begins on this thread, as the application says.
     *
     * @param session the conversation: a string, UUID or number, or null
     * @return what stands for it from now on
     */
    public static Object openAgent(String name, Object session) {
        return ENGINE.openAgent(name, session);
    }

    /** What {@link #openAgent} began ends, on the thread on which it began. */
    public static void closeAgent(Object handle) {
        ENGINE.closeAgent(handle);
    }
}
