/**
 * In a coroutine, `yield` of an awaitable does not wait for it, and `yield*` of a list or a text goes through
 * its parts. Generators that are no coroutines may yield what they like.
 */

import { functionAround } from '../base/function.ts'
import { excerpt } from '../base/node.ts'
import { type MakeFix, type Rule, rule, type Suggestion } from '../base/rule.ts'
import { factsFor, isCoroutineBody } from '../facts/for-file.ts'
import { wrapping } from '../fix/cure.ts'

export const yieldStar: Rule = rule({
  description: 'Require `yield*` for awaitables, and for nothing else, in coroutines',
  fixable: true,
  hasSuggestions: true,
  messages: {
    yield: '`yield` does not wait for `{{code}}`: write `yield* {{code}}`.',
    list: '`yield` does not wait for the awaitables in `{{code}}`: write `yield* gather({{code}})`.',
    awaitables:
      '`yield*` goes through the awaitables in `{{code}}` and waits for none: write `yield* gather({{code}})`.',
    array: '`yield*` goes through the elements of `{{code}}`: there is nothing to wait for.',
    string: '`yield*` goes through the characters of `{{code}}`: there is nothing to wait for.',
    promise: 'A promise cannot be awaited by `yield*`: write `yield* fromPromise({{code}})`.',
    gather: 'Wait for all of them: `yield* gather({{code}})`.',
  },
  create(context) {
    const file = factsFor(context)
    if (file === undefined) return {}
    const { sourceCode, facts } = file
    return {
      YieldExpression(node) {
        const { argument, delegate } = node
        const fn = functionAround(node)
        if (!argument || fn === undefined) return
        const data = { code: excerpt(argument, sourceCode) }
        const { kind, certain, each } = facts.of(argument)
        const keyword: [number, number] = [node.range[0], node.range[0] + 'yield'.length]
        const gather = (): Suggestion[] => {
          const wrapped = wrapping('gather', argument, file)
          const fix: MakeFix = (fixer) => [
            ...(delegate ? [] : [fixer.insertTextAfterRange(keyword, '*')]),
            ...[wrapped?.fix(fixer) ?? []].flat(),
          ]
          return wrapped ? [{ messageId: 'gather', data, fix }] : []
        }
        if (delegate) {
          const shape = kind === undefined ? (each ? 'array' : facts.shapeOf(argument)) : undefined
          if (shape === undefined || isCoroutineBody(fn, file) === 'no') return
          const isOfAwaitables = shape === 'array' && each !== undefined
          const messageId = isOfAwaitables ? 'awaitables' : shape
          context.report({ node, messageId, data, suggest: isOfAwaitables ? gather() : [] })
        } else if (kind !== undefined) {
          // What may be undefined as well is a suspension, which code that drives coroutines does yield.
          if (!certain || isCoroutineBody(fn, file) === 'no') return
          const fix: MakeFix = (fixer) => fixer.insertTextAfterRange(keyword, '*')
          context.report({ node, messageId: 'yield', data, fix })
        } else if (each !== undefined && isCoroutineBody(fn, file) !== 'no') {
          context.report({ node, messageId: 'list', data, suggest: gather() })
        }
      },
    }
  },
})
