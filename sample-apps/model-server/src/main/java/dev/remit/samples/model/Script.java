package dev.remit.samples.model;

/** What a scripted model says next. It is asked anew for each request and keeps no state: all it knows was told to it. */
@FunctionalInterface
public interface Script {

    /** The model's reply to the conversation so far. */
    Reply next(Conversation conversation);
}
