/**
 * A permit that is taken and not kept: nobody can give it back, and the next task waits for ever. Where the
 * file calls `release` on the same lock, somebody does.
 */

import { functionAround } from '../base/function.ts'
import { excerpt, type Node, unwrap } from '../base/node.ts'
import { type MakeFix, type Rule, rule } from '../base/rule.ts'
import { variableAt } from '../base/scope.ts'
import { type FileFacts, factsFor } from '../facts/for-file.ts'

export const noDroppedPermit: Rule = rule({
  description: 'Disallow taking a permit that nobody gives back',
  hasSuggestions: true,
  messages: {
    dropped:
      'Nobody gives this permit back: write `using permit = {{code}}`, or release the lock in a `finally`.',
    unused: 'Nobody gives this permit back: declare it with `using`, or release the lock in a `finally`.',
    using: 'Keep it to the end of the block: `using {{name}} = {{code}}`.',
  },
  create(context) {
    const file = factsFor(context)
    if (file === undefined) return {}
    return {
      ExpressionStatement(node) {
        const { expression } = node
        if (!isTaking(expression, file) || isReleased(expression, file)) return
        const data = { code: excerpt(expression, file.sourceCode) }
        const name = freeName(node, file)
        const fix: MakeFix = (fixer) => fixer.insertTextBeforeRange(node.range, `using ${name} = `)
        const suggest = mayDeclare(node) ? [{ messageId: 'using', data: { ...data, name }, fix }] : []
        context.report({ node: expression, messageId: 'dropped', data, suggest })
      },
      VariableDeclaration(node) {
        const [declarator, ...others] = node.declarations
        if (!declarator || others.length > 0 || node.kind.includes('using')) return
        const { id, init } = declarator
        if (id.type !== 'Identifier' || !init || !isTaking(init, file) || isReleased(init, file)) return
        const variable = variableAt(id.name, id, file.sourceCode)
        if (variable?.references.some((reference) => reference.isRead()) !== false) return
        const data = { code: excerpt(init, file.sourceCode), name: id.name }
        const keyword: [number, number] = [node.range[0], node.range[0] + node.kind.length]
        const fix: MakeFix = (fixer) => fixer.replaceTextRange(keyword, 'using')
        const suggest = mayDeclare(node) ? [{ messageId: 'using', data, fix }] : []
        context.report({ node: id, messageId: 'unused', suggest })
      },
    }
  },
})

/** `yield* lock.acquire()`, and `lock.tryAcquire()`, which does not wait. */
function isTaking(node: Node, { facts }: FileFacts): boolean {
  const bare = unwrap(node)
  const isTake = bare.type === 'CallExpression' || (bare.type === 'YieldExpression' && bare.delegate)
  return isTake && facts.isPermit(node)
}

/** Does the file call `release` on what it was taken of? */
function isReleased(node: Node, { sourceCode }: FileFacts): boolean {
  const bare = unwrap(node)
  const call = unwrap(bare.type === 'YieldExpression' && bare.argument ? bare.argument : bare)
  const callee = call.type === 'CallExpression' ? unwrap(call.callee) : undefined
  // A task or a wrapper that took it, `yield* waitFor(lock.acquire(), 10)`: any release may be the one.
  if (callee?.type !== 'MemberExpression') return /\.\s*release\w*\s*\(/.test(sourceCode.text)
  const lock = sourceCode.getText(callee.object).replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\w.$])${lock}\\s*[!?]?\\.\\s*release\\w*\\s*\\(`).test(sourceCode.text)
}

/** A declaration needs a list of statements around it, and `using` none that a `switch` has. */
function mayDeclare({ parent }: Node): boolean {
  return parent?.type === 'BlockStatement' || parent?.type === 'StaticBlock'
}

function freeName(node: Node, { sourceCode }: FileFacts): string {
  const fn = functionAround(node) ?? sourceCode.ast
  const used = new Set(sourceCode.getTokens(fn).map((token) => token.value))
  return ['permit', 'held', 'turn', 'taken'].find((name) => !used.has(name)) ?? 'heldPermit'
}
