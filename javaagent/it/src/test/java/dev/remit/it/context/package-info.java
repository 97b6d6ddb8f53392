/** What policies ask of sessions, tasks and the moment, through real calls of an AI service. */
package dev.remit.it.context;
