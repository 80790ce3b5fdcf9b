/**
 * `using` calls `[Symbol.dispose]()` and looks at nothing it returns: the body of a generator never begins
 * there, and a coroutine never runs. Cleanup that waits needs `asyncWith` or a `finally`.
 */

import { resultsOf } from '../base/function.ts'
import { isFunction, isWellKnownSymbol, type Node, unwrap } from '../base/node.ts'
import { type Rule, rule } from '../base/rule.ts'
import { type FileFacts, factsFor } from '../facts/for-file.ts'

export const noYieldInDispose: Rule = rule({
  description: 'Disallow generators and coroutines as `[Symbol.dispose]`',
  messages: {
    generator:
      '`using` never runs the body of this generator. Clean up without waiting here, or write `aenter` and `aexit` for `asyncWith`.',
    coroutine:
      '`using` does not run the coroutine that this returns. Clean up without waiting here, or write `aenter` and `aexit` for `asyncWith`.',
  },
  create(context) {
    const file = factsFor(context)
    const check = (key: Node, value: Node | null): void => {
      if (!value || !isWellKnownSymbol(unwrap(key), 'dispose', 'asyncDispose')) return
      const messageId = fault(value, file)
      if (messageId) context.report({ node: key, messageId })
    }
    return {
      MethodDefinition: (node) => node.computed && check(node.key, node.value as Node),
      PropertyDefinition: (node) => node.computed && check(node.key, node.value),
      Property: (node) => node.computed && check(node.key, node.value),
      AssignmentExpression(node) {
        const { left } = node
        if (left.type === 'MemberExpression' && left.computed) check(left.property, node.right)
      },
    }
  },
})

function fault(value: Node, file: FileFacts | undefined): 'generator' | 'coroutine' | undefined {
  const fn = unwrap(value)
  if (isFunction(fn)) {
    if (fn.generator) return 'generator'
    if (fn.async || file === undefined) return undefined
    const isLost = resultsOf(fn, file.sourceCode).some((result) => isCoroutine(file.facts.of(result).kind))
    return isLost ? 'coroutine' : undefined
  }
  return file && isCoroutine(file.facts.resultOf(value).kind) ? 'coroutine' : undefined
}

function isCoroutine(kind: string | undefined): boolean {
  return kind === 'coroutine' || kind === 'generator'
}
