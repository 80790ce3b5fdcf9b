/**
 * ESLint's rule of this name for generators, but a coroutine need not wait for anything: `coroutine(function*
 * () { return 1 })`. Turn ESLint's own off; the configurations here do.
 */

import { yieldsOf } from '../base/function.ts'
import { type FunctionNode, keyOf, type Node, nameOf, wrapped } from '../base/node.ts'
import { type Rule, rule, type SourceCode } from '../base/rule.ts'
import { variableAt } from '../base/scope.ts'
import { takerOf } from '../facts/body.ts'
import { type FileFacts, factsFor } from '../facts/for-file.ts'

export const requireYield: Rule = rule({
  description: 'Require `yield` in generators that are no coroutines',
  type: 'suggestion',
  messages: {
    missing: 'This generator has no `yield`, and it is no coroutine: make it a plain function.',
  },
  create(context) {
    const { sourceCode } = context
    const file = factsFor(context)
    const check = (node: FunctionNode): void => {
      if (!node.generator || node.body?.type !== 'BlockStatement' || node.body.body.length === 0) return
      if (yieldsOf(node, sourceCode).length > 0 || mayBeCoroutine(node, sourceCode, file)) return
      context.report({ node, messageId: 'missing' })
    }
    return { FunctionDeclaration: check, FunctionExpression: check }
  },
})

function mayBeCoroutine(fn: FunctionNode, sourceCode: SourceCode, file: FileFacts | undefined): boolean {
  const { parent } = wrapped(fn)
  const isDeclared = fn.type === 'FunctionDeclaration' || parent?.type === 'VariableDeclarator'
  // An argument, an element, a method: who knows what others do with it, in other files as well.
  if (!isDeclared) return true
  if (file === undefined || fn.async) return false
  // A return type that is written out, `Generator<never, …>`, is on purpose.
  if (fn.returnType || takerOf(fn, file.imports) !== undefined) return true
  const isExported = (parent?.type === 'VariableDeclarator' ? parent.parent.parent : parent)?.type.startsWith(
    'Export',
  )
  return isExported ? file.mentionsAcoro : !isIterated(fn, sourceCode)
}

/**
 * `[...numbers()]`, `for (const n of numbers())`: is it used as a generator of data? Where not, others may
 * await it.
 */
function isIterated(fn: FunctionNode, sourceCode: SourceCode): boolean {
  return referencesOf(fn, sourceCode).some((reference) => {
    const call = reference.parent
    if (call?.type !== 'CallExpression' || call.callee !== reference) return false
    const user = call.parent
    return (
      user.type === 'SpreadElement' ||
      (user.type === 'ForOfStatement' && user.right === call) ||
      (user.type === 'VariableDeclarator' && user.id.type === 'ArrayPattern') ||
      ((user.type === 'CallExpression' || user.type === 'NewExpression') && takesIterable(user.callee))
    )
  })
}

function takesIterable(callee: Node): boolean {
  if (callee.type === 'MemberExpression') return nameOf(callee.object) === 'Array' && keyOf(callee) === 'from'
  return /^(Map|Set)$/.test(nameOf(callee) ?? '')
}

function referencesOf(fn: FunctionNode, sourceCode: SourceCode): Node[] {
  const declared = fn.parent?.type === 'VariableDeclarator' ? fn.parent.id : fn.id
  if (declared?.type !== 'Identifier') return []
  const variable = variableAt(declared.name, declared, sourceCode)
  return variable?.references.map(({ identifier }) => identifier).filter((each) => each !== declared) ?? []
}
