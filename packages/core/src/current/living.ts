/**
 * Living examples of classes whose instances do not live long.
 *
 * V8 drops a hidden class with its last instance, and throws away the optimised code that knows the class. A
 * pause lives for a microsecond. So a full collection rarely finds one, and after it the program would run
 * unoptimised code again: a pause takes 130 ns then, and 60 if one instance stays alive.
 *
 * An example must have the shape that later instances have. So a field that is ever a fraction holds a
 * fraction in the example, because V8 makes a new hidden class if an integer field receives one. Other
 * changes of a field's type are made in place. An example holds nothing of the user's.
 *
 * They are made when a loop is idle for the first time, so a program starts without them.
 */

let makers: (() => readonly object[])[] = []
const living: object[] = []
let making = false

/** `make` is called once, outside of any loop. It must not have effects that a program can see. */
export function addExamples(make: () => readonly object[]): void {
  makers.push(make)
}

/** Whether there are examples to make. */
export function hasExamplesToMake(): boolean {
  return makers.length > 0
}

/** Makes the examples. If one of them cannot be made here, the program goes on without. */
export function makeExamples(): void {
  const due = makers
  makers = []
  making = true
  for (const make of due) {
    try {
      living.push(...make())
    } catch {}
  }
  making = false
}

/** Whether the coroutines that are being made are examples: nobody will await them. */
export function makesExamples(): boolean {
  return making
}

/** The examples that are alive. */
export function livingExamples(): readonly object[] {
  return living
}
