// Names of the web that the types of this package mention, for programs without the types of the DOM and of
// Node. They are left empty: where a program has the real ones, the declarations merge, and what is declared
// here adds nothing.

// biome-ignore-all lint/suspicious/noEmptyInterface: only interfaces merge.
// biome-ignore-all lint/suspicious/noExplicitAny: they merge only if their type parameters are the same.

interface AbortSignal {}

interface Headers {}

interface ReadableStream<R = any> {}

interface Request {}

interface RequestInit {}

interface Response {}

interface ResponseInit {}
