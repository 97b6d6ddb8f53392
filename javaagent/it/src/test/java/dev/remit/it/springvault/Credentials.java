package dev.remit.it.springvault;

import java.util.List;

/** A class of the application's own that a secret is read into. */
record Credentials(String password, List<Credentials> older) {}
