/**
 * `node --import @acoro/async/register app.ts`: a program without a bundler, whose async functions are tasks.
 *
 * Own files only, and packages that ACORO_INCLUDE names. Stacks lead to the lines that were written: source
 * maps are switched on.
 */

import module from 'node:module'
import { hookCommonJs } from './commonjs.ts'
import * as hooks from './hooks.ts'

interface Hooking {
  registerHooks?(hooks: object): unknown
}

process.setSourceMapsEnabled(true)
const { registerHooks } = module as Hooking
// Hooks in place reach `require`, too. Node 20 has only those of a thread.
if (registerHooks !== undefined) registerHooks({ resolve: hooks.resolve, load: hooks.load })
else {
  module.register(new URL('./thread-hooks.js', import.meta.url))
  hookCommonJs()
}
