/**
 * Does a generator function run as a coroutine? Iterators, sagas and generators of data are none of our
 * business, and what is a mistake in a coroutine is their daily bread. So it takes evidence.
 */

import { yieldsOf } from '../base/function.ts'
import { type FunctionNode, isWellKnownSymbol, type Node, unwrap, wrapped } from '../base/node.ts'
import type { SourceCode } from '../base/rule.ts'
import { takingLists, yieldingPromises } from './exports.ts'
import type { Facts } from './facts.ts'
import type { Imports } from './imports.ts'

/**
 * `likely`: the file uses acoro, and nothing speaks against it. Reports may rest on that, automatic fixes may
 * not.
 */
export type IsBody = 'certainly' | 'likely' | 'no'

export interface Bodies {
  readonly sourceCode: SourceCode
  readonly facts: Facts
  readonly imports: Imports
  /** Does the file import anything of acoro? */
  readonly mentionsAcoro: boolean
}

export function isCoroutineBody(fn: FunctionNode, known: Bodies): IsBody {
  if (!fn.generator || fn.async) return 'no'
  const taker = takerOf(fn, known.imports)
  if (taker !== undefined) return yieldingPromises.has(taker) ? 'no' : 'certainly'
  if (known.facts.yieldsSuspensions(fn)) return 'certainly'
  const yields = yieldsOf(fn, known.sourceCode)
  const delegations = yields.filter((node) => node.delegate)
  if (delegations.some(({ argument }) => argument && known.facts.of(argument).kind !== undefined))
    return 'certainly'
  if (known.facts.typed || !known.mentionsAcoro || isIterator(fn)) return 'no'
  return delegations.length === yields.filter(({ argument }) => argument).length && yields.length > 0
    ? 'likely'
    : 'no'
}

/** The export of acoro to which the function is given, as an argument or as what it decorates. */
export function takerOf(fn: FunctionNode, imports: Imports): string | undefined {
  const outer = wrapped(fn)
  const { parent } = outer
  if (parent?.type === 'CallExpression') {
    // `function* () { … }()` is an argument in its stead, unless a list is asked for, which may be a
    // generator's.
    if (unwrap(parent.callee) === fn) {
      const name = argumentOf(wrapped(parent), imports)
      return name !== undefined && takingLists.has(name) ? undefined : name
    }
    return argumentOf(outer, imports)
  }
  const decorators = parent?.type === 'MethodDefinition' ? parent.decorators : []
  for (const { expression } of decorators ?? []) {
    const name = imports.exportAt(expression)
    if (name !== undefined) return name
  }
  return undefined
}

function argumentOf(node: Node, imports: Imports): string | undefined {
  const call = node.parent
  if (call?.type !== 'CallExpression' || call.callee === node) return undefined
  const { callee } = call
  // `legacy.wrap(function* …)`: the object may be the export.
  const name = imports.exportAt(callee)
  return name ?? (callee.type === 'MemberExpression' ? imports.exportAt(callee.object) : undefined)
}

function isIterator(fn: FunctionNode): boolean {
  const { parent } = fn
  return (
    (parent?.type === 'MethodDefinition' || parent?.type === 'Property') &&
    parent.computed &&
    isWellKnownSymbol(parent.key, 'iterator')
  )
}
