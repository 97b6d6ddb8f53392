/** Koog's environment of an agent, whose suspend functions Java calls through Kotlin's blocking bridge. */
package dev.remit.it.koog;
