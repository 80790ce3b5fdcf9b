// Stands for large packages of other people while this repository is linted: their types say nothing of
// awaitables.

// biome-ignore lint/suspicious/noExplicitAny: that is its whole point.
declare const anything: any
export = anything
