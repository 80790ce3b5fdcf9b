/**
 * What a condition in a `catch` is if the error is a cancellation. A test that does not name cancellations is
 * taken to be false for one: `isNotFound(error)`, `error instanceof TimeoutError`, `error.code === 'ENOENT'`.
 * CancelledError is an Error, so that is true of it.
 */

import { keyOf, type Node, nameOf, unwrap } from '../base/node.ts'

/** Undefined: it may be either. */
export type Truth = boolean | undefined

const trueOfCancellation = new Set(['CancelledError', 'Error', 'Object'])
const trueTests = new Set(['isCancelledError', 'isError', 'isNativeError'])

export function ifCancelled(condition: Node, error: string): Truth {
  const node = unwrap(condition)
  switch (node.type) {
    case 'UnaryExpression': {
      const inner = node.operator === '!' ? ifCancelled(node.argument, error) : undefined
      return inner === undefined ? undefined : !inner
    }
    case 'LogicalExpression': {
      const left = ifCancelled(node.left, error)
      const right = ifCancelled(node.right, error)
      if (node.operator === '??') return undefined
      const decisive = node.operator === '||'
      if (left === decisive || right === decisive) return decisive
      return left === undefined || right === undefined ? undefined : !decisive
    }
    case 'BinaryExpression':
      return ofComparison(node, error)
    case 'CallExpression':
      if (!node.arguments.some((argument) => isAbout(argument, error))) return undefined
      return trueTests.has(nameOf(node.callee) ?? keyOf(unwrap(node.callee)) ?? '')
    case 'MemberExpression':
      // `error.code`, `error.response`: a cancellation has a message and a name, and little else.
      return isAbout(node.object, error)
        ? ['message', 'name', 'stack'].includes(keyOf(node) ?? '')
        : undefined
    case 'Identifier':
      return node.name === error ? true : undefined
    default:
      return undefined
  }
}

function ofComparison(node: Extract<Node, { type: 'BinaryExpression' }>, error: string): Truth {
  const { left, operator, right } = node
  if (operator === 'instanceof') {
    return isAbout(left, error) ? trueOfCancellation.has(nameOf(right) ?? keyOf(right) ?? '') : undefined
  }
  if (operator === 'in') return isAbout(right, error) ? false : undefined
  if (!/^[!=]==?$/.test(operator) || !(isAbout(left, error) || isAbout(right, error))) return undefined
  const other = unwrap(isAbout(left, error) ? right : left)
  const isSame = other.type === 'Literal' && (other.value === 'CancelledError' || other.value === 'object')
  return operator.startsWith('=') ? isSame : !isSame
}

/** Is it the error, or a part of it? */
export function isAbout(expression: Node, error: string): boolean {
  const node = unwrap(expression)
  if (node.type === 'MemberExpression') return isAbout(node.object, error)
  if (node.type === 'UnaryExpression') return isAbout(node.argument, error)
  return node.type === 'Identifier' && node.name === error
}
