/**
 * Puts `yield*` before an expression. It binds weakest of all, so it gets parentheses wherever its place takes less than
 * an assignment.
 */

import type { Node } from '../base/node.ts'
import type { Fix, Fixer, SourceCode } from '../base/rule.ts'

export function star(node: Node, fixer: Fixer, sourceCode: SourceCode): Fix[] {
  const { parent } = node
  // `void load()`: the star takes the place of `void`.
  const isVoid = parent?.type === 'UnaryExpression' && parent.operator === 'void'
  const outer = isVoid ? parent : node
  const [open, close] = needsParentheses(outer, sourceCode) ? ['(', ')'] : ['', '']
  const closing = close === '' ? [] : [fixer.insertTextAfterRange(outer.range, close)]
  if (!isVoid) return [fixer.insertTextBeforeRange(outer.range, `${open}yield* `), ...closing]
  const keyword: [number, number] = [outer.range[0], outer.range[0] + 'void'.length]
  return [fixer.replaceTextRange(keyword, `${open}yield*`), ...closing]
}

function needsParentheses(node: Node, sourceCode: SourceCode): boolean {
  const { parent } = node
  switch (parent?.type) {
    case 'ExpressionStatement':
    case 'VariableDeclarator':
    case 'AssignmentExpression':
    case 'AssignmentPattern':
    case 'ArrayExpression':
    case 'ReturnStatement':
    case 'ThrowStatement':
    case 'IfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'ForStatement':
    case 'ForOfStatement':
    case 'ForInStatement':
    case 'SwitchStatement':
    case 'SwitchCase':
    case 'SequenceExpression':
    case 'Property':
    case 'TemplateLiteral':
    case 'SpreadElement':
    case 'YieldExpression':
      return false
    case 'CallExpression':
    case 'NewExpression':
      return parent.callee === node && !isParenthesised(node, sourceCode)
    case 'MemberExpression':
      return parent.object === node && !isParenthesised(node, sourceCode)
    case 'ConditionalExpression':
      return parent.test === node && !isParenthesised(node, sourceCode)
    default:
      return !isParenthesised(node, sourceCode)
  }
}

function isParenthesised(node: Node, sourceCode: SourceCode): boolean {
  return sourceCode.getTokenBefore(node)?.value === '(' && sourceCode.getTokenAfter(node)?.value === ')'
}
