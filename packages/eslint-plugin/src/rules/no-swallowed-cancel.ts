/**
 * A `finally` that is left by `return`, `break` or `continue` drops the error it runs for, and a cancellation
 * among them: the task runs on.
 */

import { functionAround, yieldsOf } from '../base/function.ts'
import { isFunction, type Node } from '../base/node.ts'
import { type Rule, rule } from '../base/rule.ts'
import { factsFor, isCoroutineBody } from '../facts/for-file.ts'

type Jump = Extract<Node, { type: 'ReturnStatement' | 'BreakStatement' | 'ContinueStatement' }>

export const noSwallowedCancel: Rule = rule({
  description: 'Disallow `return`, `break` and `continue` out of a `finally` in coroutines',
  messages: {
    swallowed:
      'This `{{jump}}` in a `finally` swallows cancellations: the task runs on as if nobody had cancelled it. ' +
      'Put it behind the `try`.',
  },
  create(context) {
    const file = factsFor(context)
    if (file === undefined) return {}
    const check = (node: Jump): void => {
      const left = finallyLeftBy(node)
      const fn = left && functionAround(left)
      if (!left || !fn) return
      const [start] = left.range
      const end = left.finalizer?.range[0] ?? 0
      const waits = yieldsOf(fn, file.sourceCode).some(({ range }) => range[0] >= start && range[1] <= end)
      if (!waits || isCoroutineBody(fn, file) === 'no') return
      const jump =
        node.type === 'ReturnStatement' ? 'return' : node.type === 'BreakStatement' ? 'break' : 'continue'
      context.report({ node, messageId: 'swallowed', data: { jump } })
    }
    return { ReturnStatement: check, BreakStatement: check, ContinueStatement: check }
  },
})

/** The outermost `try` whose `finally` this statement leaves. */
function finallyLeftBy(jump: Jump): Extract<Node, { type: 'TryStatement' }> | undefined {
  let found: Extract<Node, { type: 'TryStatement' }> | undefined
  let child: Node = jump
  for (let parent: Node | undefined = jump.parent; parent; child = parent, parent = parent.parent) {
    if (isFunction(parent) || isTarget(parent, jump)) return found
    if (parent.type === 'TryStatement' && parent.finalizer === child) found = parent
  }
  return found
}

/** Is this where the jump goes, so that it stays inside? */
function isTarget(node: Node, jump: Jump): boolean {
  if (jump.type === 'ReturnStatement') return false
  if (jump.label !== null) return node.type === 'LabeledStatement' && node.label.name === jump.label.name
  const isLoop = /^(For|ForOf|ForIn|While|DoWhile)Statement$/.test(node.type)
  return isLoop || (node.type === 'SwitchStatement' && jump.type === 'BreakStatement')
}
