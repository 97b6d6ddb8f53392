package dev.remit.engine.identity;

/** Who is told how an identity changes, on its source's thread. */
public interface IdentityListener {
    /** It is another, or its state, or what it proves others by. What is thrown here is told to {@link #failed}. */
    void changed(WorkloadIdentity identity);

    /** Something failed that is no answer of the Workload API. There will be another try. */
    void failed(Throwable problem);
}
