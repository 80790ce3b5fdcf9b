import { type Bad, type Good, testRule } from '../support/tester.ts'

const good = (name: string, body: string): Good => ({ name, body })

/** A `catch` that is mended by a first line. */
const bad = (name: string, body: string, output: string, message = 'swallowed'): Bad => ({
  name,
  body,
  output,
  message,
})

testRule(
  'rethrow-cancellation',
  [
    good('throwIfCancelled first', 'try { yield* save(1) } catch (e) { throwIfCancelled(e); log(e) }'),
    good(
      'throwIfCancelled behind a line that goes on',
      'try { yield* save(1) } catch (e) { log(e); throwIfCancelled(e) }',
    ),
    good('isCancelledError', 'try { yield* save(1) } catch (e) { if (isCancelledError(e)) throw e; log(e) }'),
    good(
      'isCancelledError, for something else',
      'try { yield* save(1) } catch (e) { if (isCancelledError(e)) log(1); else throw e }',
    ),
    good(
      'instanceof CancelledError',
      'try { yield* save(1) } catch (e) { if (e instanceof CancelledError) return; throw e }',
    ),
    good('rethrown last', 'try { yield* save(1) } catch (e) { log(e); throw e }'),
    good(
      'rethrown on every path',
      'try { yield* save(1) } catch (e) { if (ids.length > 0) { log(e); throw e } else { throw e } }',
    ),
    good(
      'all but one kind',
      'try { yield* save(1) } catch (e) { if (!(e instanceof TimeoutError)) throw e; log(e) }',
    ),
    good('one kind', 'try { yield* save(1) } catch (e) { if (e instanceof TimeoutError) return 1; throw e }'),
    good(
      'one kind, by a guard of the program',
      'const isGone = (e: unknown): boolean => e === 1; try { yield* save(1) } catch (e) { if (!isGone(e)) throw e }',
    ),
    good(
      'one code',
      'try { yield* save(1) } catch (e) { if ((e as { code?: string }).code !== "ENOENT") throw e }',
    ),
    good(
      'one kind of two',
      'try { yield* save(1) } catch (e) { if (!(e instanceof TimeoutError || e instanceof RangeError)) throw e }',
    ),
    good(
      'a switch with a default that rethrows',
      'try { yield* save(1) } catch (e) { switch ((e as { code?: string }).code) { case "A": return 1; default: throw e } }',
    ),
    good(
      'switch (true)',
      'try { yield* save(1) } catch (e) { switch (true) { case e instanceof TimeoutError: log(e); break; default: throw e } }',
    ),
    good(
      'a loop that goes on for one kind only',
      'for (;;) { try { yield* save(1) } catch (e) { if (e instanceof TimeoutError) continue; throw e } }',
    ),
    good(
      'wrapped for one kind only',
      'try { yield* save(1) } catch (e) { throw e instanceof TimeoutError ? new Error("x", { cause: e }) : e }',
    ),
    good('code without yield*', 'try { log(1) } catch (e) { log(e) }; yield* save(1)'),
    good('yield* in the catch only', 'try { log(1) } catch (e) { log(e); yield* save(1) }'),
    good(
      'yield* in another function',
      'try { createTask(coroutine(function* () { yield* save(1) })()) } catch (e) { log(e) }; yield* save(2)',
    ),
    good('a wait for what was just cancelled', 'task.cancel(); try { yield* task } catch (e) { log(e) }'),
    good(
      'a wait for what was just cancelled, with a line between',
      'task.cancel(); log(1); try { yield* task } catch { }',
    ),
    good('uncancel', 'try { yield* save(1) } catch (e) { currentTask()?.uncancel(); log(e) }'),
    good(
      'a nested try that rethrows',
      'try { yield* save(1) } catch (e) { try { log(1); throw e } finally { log(2) } }',
    ),
    good('the end of the process', 'try { yield* save(1) } catch (e) { log(e); process.exit(1) }'),
    good(
      'caught further in',
      'try { try { yield* save(1) } catch (e) { if (isCancelledError(e)) return; log(e) } } catch (e) { log(e) }',
    ),
    good(
      'a helper of the file that gives back what it does not know',
      'const failureOf = (e: unknown): unknown => { if (!(e instanceof RangeError)) return e; return new Error("x") }; try { yield* save(1) } catch (e) { throw failureOf(e) }',
    ),
    {
      name: 'a helper that rethrows, by the option',
      body: 'const rethrow = (e: unknown): void => { throw e }; try { yield* save(1) } catch (e) { rethrow(e); log(e) }',
      options: [{ rethrowers: ['rethrow'] }],
    },
    {
      name: 'a generator that is no coroutine',
      file: 'export function* lines() { try { yield* ["a"] } catch (e) { log(e) } }',
      only: 'typed',
    },
    {
      name: 'a saga',
      file: 'declare function take(): object\nexport function* saga() { try { yield take() } catch (e) { log(e) } }',
    },
    {
      name: 'an async function',
      file: 'export async function f() { try { await toPromise(save(1)) } catch (e) { log(e) } }',
    },
  ],
  [
    bad(
      'nothing in it',
      'try { yield* save(1) } catch { }',
      'try { yield* save(1) } catch (error) { throwIfCancelled(error)  }',
    ),
    bad(
      'nothing but a comment',
      'try { yield* save(1) } catch { /* never mind */ }',
      'try { yield* save(1) } catch (error) { throwIfCancelled(error)  /* never mind */ }',
    ),
    bad(
      'a log',
      'try { yield* save(1) } catch (e) { log(e) }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); log(e) }',
    ),
    bad(
      'a log, over lines',
      'try {\n  yield* save(1)\n} catch (e) {\n  log(e)\n}',
      'try {\n  yield* save(1)\n} catch (e) {\n  throwIfCancelled(e)\n  log(e)\n}',
    ),
    bad(
      'a next line that begins with a parenthesis',
      'try {\n  yield* save(1)\n} catch (e) {\n  (e as Error).message\n}',
      'try {\n  yield* save(1)\n} catch (e) {\n  throwIfCancelled(e);\n  (e as Error).message\n}',
    ),
    bad(
      'wrapped',
      'try { yield* save(1) } catch (e) { throw new Error("x", { cause: e }) }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); throw new Error("x", { cause: e }) }',
      'wrapped',
    ),
    bad(
      'instanceof Error, which a cancellation is',
      'try { yield* save(1) } catch (e) { if (e instanceof Error) log(e); else throw e }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); if (e instanceof Error) log(e); else throw e }',
    ),
    bad(
      'rethrown on one path only',
      'try { yield* save(1) } catch (e) { if (ids.length > 0) throw e }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); if (ids.length > 0) throw e }',
    ),
    bad(
      'returned',
      'try { yield* save(1) } catch (e) { return e }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); return e }',
    ),
    bad(
      'a retry',
      'for (;;) { try { yield* save(1); break } catch (e) { if (ids.length > 3) throw e; continue } }',
      'for (;;) { try { yield* save(1); break } catch (e) { throwIfCancelled(e); if (ids.length > 3) throw e; continue } }',
    ),
    bad(
      'throwIfCancelled on one path only',
      'try { yield* save(1) } catch (e) { if (ids.length > 0) throwIfCancelled(e) }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); if (ids.length > 0) throwIfCancelled(e) }',
    ),
    bad(
      'a switch without default',
      'try { yield* save(1) } catch (e) { switch ((e as { code?: string }).code) { case "A": throw e } }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); switch ((e as { code?: string }).code) { case "A": throw e } }',
    ),
    bad(
      'a switch whose default breaks',
      'try { yield* save(1) } catch (e) { switch ((e as { code?: string }).code) { case "A": throw e; default: break } }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); switch ((e as { code?: string }).code) { case "A": throw e; default: break } }',
    ),
    bad(
      'a finally in it that leaves',
      'try { yield* save(1) } catch (e) { try { throw e } finally { return 1 } }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); try { throw e } finally { return 1 } }',
    ),
    bad(
      'another error thrown',
      'try { yield* save(1) } catch (e) { log(e); throw new RangeError("x") }',
      'try { yield* save(1) } catch (e) { throwIfCancelled(e); log(e); throw new RangeError("x") }',
      'wrapped',
    ),
    bad(
      'wrapped by a helper',
      'const failureOf = (e: unknown): unknown => new Error("x", { cause: e }); try { yield* save(1) } catch (e) { throw failureOf(e) }',
      'const failureOf = (e: unknown): unknown => new Error("x", { cause: e }); try { yield* save(1) } catch (e) { throwIfCancelled(e); throw failureOf(e) }',
      'wrapped',
    ),
    bad(
      'the name is taken',
      'const error = 1; try { yield* save(1) } catch { log(error) }',
      'const error = 1; try { yield* save(1) } catch (thrown) { throwIfCancelled(thrown); log(error) }',
    ),
    bad(
      'an inner one that rethrows',
      'try { try { yield* save(1) } catch (e) { throwIfCancelled(e); log(e) } } catch (e) { log(e) }',
      'try { try { yield* save(1) } catch (e) { throwIfCancelled(e); log(e) } } catch (e) { throwIfCancelled(e); log(e) }',
    ),
    bad(
      'a cancel of something else',
      'pending.cancel(); try { yield* save(1) } catch (e) { log(e) }',
      'pending.cancel(); try { yield* save(1) } catch (e) { throwIfCancelled(e); log(e) }',
    ),
    {
      name: 'a pattern for the error',
      body: 'try { yield* save(1) } catch ({ message }) { log(message) }',
      message: 'swallowed',
    },
    {
      name: 'a task, whose own cancellation may be meant',
      body: 'const one = createTask(save(1)); try { yield* one } catch (e) { log(e) }',
      message: 'swallowed',
      suggest: {
        rethrow:
          'const one = createTask(save(1)); try { yield* one } catch (e) { throwIfCancelled(e); log(e) }',
      },
    },
    {
      name: 'a generator that is only likely to be a coroutine',
      file: 'declare function other(): Iterable<number>\nexport function* tick() { try { yield* other() } catch (e) { log(e) } }',
      only: 'untyped',
      message: 'swallowed',
      suggest: {
        rethrow:
          'declare function other(): Iterable<number>\nexport function* tick() { try { yield* other() } catch (e) { throwIfCancelled(e); log(e) } }',
      },
    },
    {
      name: 'throwIfCancelled means something else here',
      file: 'export const f = coroutine(function* (throwIfCancelled: () => void) { try { yield* save(1) } catch (e) { log(e) } throwIfCancelled() })',
      message: 'swallowed',
    },
  ],
)
