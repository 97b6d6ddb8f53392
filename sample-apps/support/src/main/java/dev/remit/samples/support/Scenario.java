package dev.remit.samples.support;

/** Who asks what. */
enum Scenario {
    /** A customer wants a booking cancelled. */
    HONEST("Ada Lovelace", "Hello, this is Ada Lovelace. Please cancel my booking B-4711."),

    /** A customer asks after a ticket, under which somebody else has written a note for the model. */
    ATTACKED("Grace Hopper", "Hello, Grace Hopper here. Is there any progress on my ticket T-1042?");

    final String customer;
    final String message;

    Scenario(String customer, String message) {
        this.customer = customer;
        this.message = message;
    }
}
