/**
 * Which function runs a piece of code, and what stands directly in a function: not in another one inside of
 * it.
 */

import type { TSESTree } from '@typescript-eslint/types'
import { childrenOf, type FunctionNode, isFunction, type Node } from './node.ts'
import type { SourceCode } from './rule.ts'

/**
 * The function in whose body the node stands; undefined in a parameter, a class field or outside of
 * functions.
 */
export function functionAround(node: Node): FunctionNode | undefined {
  let child = node
  for (let parent = node.parent; parent; child = parent, parent = parent.parent) {
    if (isFunction(parent)) return parent.body === child ? parent : undefined
    if (parent.type === 'StaticBlock' || child.type === 'Decorator') return undefined
    if (isFieldValue(parent, child)) return undefined
  }
  return undefined
}

/**
 * The generator in which a `yield*` may stand in place of the node. Async generators delegate to something
 * else.
 */
export function generatorAround(node: Node): FunctionNode | undefined {
  const found = functionAround(node)
  return found?.generator && !found.async ? found : undefined
}

const yields = new WeakMap<Node, TSESTree.YieldExpression[]>()

/** The `yield` and `yield*` of a generator itself. */
export function yieldsOf(fn: FunctionNode, sourceCode: SourceCode): TSESTree.YieldExpression[] {
  const known = yields.get(fn)
  if (known) return known
  const found = within(fn.body, sourceCode).filter((node) => node.type === 'YieldExpression')
  yields.set(fn, found)
  return found
}

const returns = new WeakMap<Node, Node[]>()

/** The expressions a function returns. */
export function resultsOf(fn: FunctionNode, sourceCode: SourceCode): Node[] {
  if (fn.body?.type !== 'BlockStatement') return fn.body ? [fn.body] : []
  const known = returns.get(fn)
  if (known) return known
  const found = within(fn.body, sourceCode).flatMap((node) =>
    node.type === 'ReturnStatement' && node.argument ? [node.argument] : [],
  )
  returns.set(fn, found)
  return found
}

/** The node and all below it that the same function runs. */
export function within(node: Node | null | undefined, sourceCode: SourceCode, found: Node[] = []): Node[] {
  if (!node) return found
  found.push(node)
  if (isFunction(node)) return found
  for (const child of childrenOf(node, sourceCode)) {
    if (node.type === 'StaticBlock' || isFieldValue(node, child)) continue
    within(child, sourceCode, found)
  }
  return found
}

/** The value of a class field is computed in a function of its own. */
function isFieldValue(node: Node, child: Node): boolean {
  return node.type === 'PropertyDefinition' || node.type === 'AccessorProperty' ? node.value === child : false
}
