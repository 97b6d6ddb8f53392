/** Spring AI's chat client with a scripted model, and its tool callbacks called directly. */
package dev.remit.it.springai;
