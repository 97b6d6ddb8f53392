package java.lang;

/**
 * What the gate calls: one method a kind of guarded action. The only subclass is the enforcement point, in the javaagent's
 * own class loader.
 *
 * <p>WARNING: this class is defined in {@code java.base} and is seen by every class of the JVM. It may name types of
 * {@code java.lang} alone, and it must stay as small as it is.
 *
 * <p>Thread-safety: every method is called by any number of threads at once.
 */
public abstract class RemitEngine {
    private static RemitEngine pending;
    private static boolean sealed;

    /** Offers itself to the gate, once a JVM: a second engine is refused. */
    protected RemitEngine() {
        synchronized (RemitEngine.class) {
            if (sealed || pending != null) {
                throw new IllegalStateException("the Remit gate has its engine");
            }
            pending = this;
        }
    }

    /** Takes the one offered engine and closes the door behind it. */
    static synchronized RemitEngine take() {
        final RemitEngine engine = pending;
        pending = null;
        sealed = true;
        if (engine == null
                || !"dev.remit.javaagent.enforce.EnforcementPoint".equals(engine.getClass().getName())
                || engine.getClass().getClassLoader() == null
                || engine.getClass().getClassLoader() == ClassLoader.getSystemClassLoader()) {
            throw new IllegalStateException("no Remit engine was offered to the gate");
        }
        return engine;
    }

    /**
     * Gives a thread that has not started a thread-local value, so that it begins with it; nothing where it has one already, or
     * can't have any. The JDK's own way to this copies every value, to every thread, when that is made and not when it starts.
     */
    protected final <T> void bequeath(Thread heir, ThreadLocal<T> local, T value) {
        if (local.getMap(heir) == null) {
            local.createMap(heir, value);
        }
    }

    /** See {@link RemitGate#agent}. */
    public abstract void agent(int site, String name, Object session);

    /** See {@link RemitGate#run}. */
    public abstract void run(int site, String name, Object session);

    /** See {@link RemitGate#request}. */
    public abstract Object request(int site, Object request, Object response);

    /** See {@link RemitGate#taskToken}. */
    public abstract String taskToken(int site);

    /** See {@link RemitGate#turn}. */
    public abstract void turn(int site, Object turn, String prompt, String answer);

    /** See {@link RemitGate#tool}. */
    public abstract String tool(int site, Object request, String toolset, String name, Object arguments, Object session);

    /** See {@link RemitGate#clientTool}. */
    public abstract String clientTool(
            int site, Object request, String toolset, String name, Object arguments, Object client, String agent);

    /** See {@link RemitGate#hides}. */
    public abstract boolean hides(int site, String toolset, String name);

    /** See {@link RemitGate#nameOf}. */
    public abstract String nameOf(Object agent);

    /** See {@link RemitGate#method}. */
    public abstract String method(int site, String toolset, String tool, String parameters, Object[] arguments);

    /** See {@link RemitGate#http}. */
    public abstract String http(int site, Object call, String method, String scheme, String host, int port, String url);

    /** See {@link RemitGate#connect}. */
    public abstract String connect(int site, String host, int port, Object address);

    /** See {@link RemitGate#secret}. */
    public abstract String secret(int site, Object request, String store, Object names);

    /** See {@link RemitGate#learn}. */
    public abstract void learn(int site, String store, String name, Object value);

    /** See {@link RemitGate#end}. */
    public abstract void end(int site, Object result, Throwable thrown);

    /** See {@link RemitGate#endLater}. */
    public abstract Object endLater(int site, Object future, Throwable thrown);

    /** See {@link RemitGate#tie}. */
    public abstract void tie(int site, Object ending, Object object);

    /** See {@link RemitGate#ending}. */
    public abstract Object ending(int site, Object object);

    /** See {@link RemitGate#ended}. */
    public abstract void ended(int site, Object object, Throwable thrown);

    /** See {@link RemitGate#cancelled}. */
    public abstract void cancelled(int site, Object object);

    /** See {@link RemitGate#learnLater}. */
    public abstract Object learnLater(int site, Object ending, String getter);

    /** See {@link RemitGate#subscribed}. */
    public abstract Object subscribed(
            int site, Object ending, Object publisher, Object self, String method, Object argument);

    /** See {@link RemitGate#carry}. */
    public abstract void carry(int site, Object key);

    /** See {@link RemitGate#carryAs}. */
    public abstract void carryAs(int site, Object key, Object other);

    /** See {@link RemitGate#resume}. */
    public abstract void resume(int site, Object key);

    /** See {@link RemitGate#handOver}. */
    public abstract void handOver(Object task);

    /** See {@link RemitGate#carrying}. */
    public abstract Object carrying(Object function, Class<?> type);

    /** See {@link RemitGate#takeUp}. */
    public abstract void takeUp(int site, Object task);

    /** See {@link RemitGate#tell}. */
    public abstract void tell(int site, Object self, Object first);

    /** See {@link RemitGate#sink}. */
    public abstract Object sink(int site, Object self, Object first, Object second);

    /** See {@link RemitGate#sinkResult}. */
    public abstract Object sinkResult(int site, Object self, Object first, Object result);

    /** See {@link RemitGate#task}. */
    public abstract void task(int site, Object user);

    /** See {@link RemitGate#openTask}. */
    public abstract Object openTask(
            String intent, String user, long ttlMs, Object budgets, Object labels, Object tools);

    /** See {@link RemitGate#closeTask}. */
    public abstract void closeTask(Object handle);

    /** See {@link RemitGate#grant}. */
    public abstract void grant(Object handle, String action, String resource, String why, long ttlMs, long uses);

    /** See {@link RemitGate#label}. */
    public abstract void label(String label);

    /** See {@link RemitGate#openAgent}. */
    public abstract Object openAgent(String name, Object session);

    /** See {@link RemitGate#closeAgent}. */
    public abstract void closeAgent(Object handle);
}
