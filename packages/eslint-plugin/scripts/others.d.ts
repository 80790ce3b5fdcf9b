// Stands for packages of other people while this repository is linted: their types are large, or asked for in every line
// of a test, and say nothing of awaitables.

// biome-ignore lint/suspicious/noExplicitAny: that is its whole point.
declare const anything: any
export = anything
