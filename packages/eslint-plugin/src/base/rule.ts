/**
 * What a rule is and what a linter gives it, as far as this package uses it. ESLint 9, ESLint 10 and oxlint
 * all fit, so nothing is imported from either, not even a type: the declarations of this package stand alone.
 */

import type { TSESTree } from '@typescript-eslint/types'

export type Range = readonly [start: number, end: number]

export interface Token {
  readonly type: string
  readonly value: string
  readonly range: [number, number]
}

export interface Fix {
  readonly range: Range
  readonly text: string
}

export interface Fixer {
  insertTextAfterRange(range: Range, text: string): Fix
  insertTextBeforeRange(range: Range, text: string): Fix
  replaceTextRange(range: Range, text: string): Fix
}

export type MakeFix = (fixer: Fixer) => Fix | Fix[]

export interface Suggestion {
  messageId: string
  data?: Record<string, string>
  fix: MakeFix
}

export interface Report {
  node: TSESTree.Node
  messageId: string
  data?: Record<string, string>
  fix?: MakeFix | null
  suggest?: Suggestion[]
}

export interface Definition {
  readonly type: string
  readonly node: TSESTree.Node
  readonly parent?: TSESTree.Node | null
}

export interface Reference {
  readonly identifier: TSESTree.Node
  isRead(): boolean
  isWrite(): boolean
}

export interface Variable {
  readonly name: string
  readonly defs: readonly Definition[]
  readonly references: readonly Reference[]
}

export interface Scope {
  readonly set: ReadonlyMap<string, Variable>
  readonly upper: Scope | null
  readonly through: readonly Reference[]
}

export interface SourceCode {
  readonly text: string
  readonly ast: TSESTree.Program
  readonly parserServices?: object
  readonly visitorKeys?: Readonly<Record<string, readonly string[]>>
  getText(node: TSESTree.Node): string
  getScope(node: TSESTree.Node): Scope
  getTokenBefore(node: TSESTree.Node | Token): Token | null
  getTokenAfter(node: TSESTree.Node | Token): Token | null
  getFirstToken(node: TSESTree.Node): Token | null
  getLastToken(node: TSESTree.Node): Token | null
  getTokens(node: TSESTree.Node): Token[]
}

export interface Context {
  readonly sourceCode: SourceCode
  readonly filename: string
  readonly options: readonly unknown[]
  readonly settings: Readonly<Record<string, unknown>>
  report(report: Report): void
}

// A visitor's method takes the node of its key.
export type Visitor = {
  [K in TSESTree.Node['type'] as `${K}`]?: (node: Extract<TSESTree.Node, { type: K }>) => void
}

export interface Meta {
  readonly type: 'problem' | 'suggestion'
  readonly docs: { readonly description: string; readonly recommended: boolean }
  readonly schema: readonly object[]
  readonly defaultOptions: readonly object[]
  readonly messages: Readonly<Record<string, string>>
  readonly fixable?: 'code'
  readonly hasSuggestions?: boolean
}

export interface Rule {
  readonly meta: Meta
  create(context: Context): Visitor
}

/** What a rule says of itself, before the parts that all have in common. */
interface Description<O extends object> {
  description: string
  type?: 'problem' | 'suggestion'
  messages: Record<string, string>
  fixable?: boolean
  hasSuggestions?: boolean
  /** The properties of the rule's one option object, with their defaults. */
  options?: { readonly [K in keyof O]: { readonly schema: object; readonly default: O[K] } }
  create(context: Context, options: O): Visitor
}

// biome-ignore lint/complexity/noBannedTypes: most rules have no options.
export function rule<O extends object = {}>({
  description,
  type = 'problem',
  messages,
  fixable = false,
  hasSuggestions = false,
  options,
  create,
}: Description<O>): Rule {
  const entries = Object.entries<{ schema: object; default: unknown }>(options ?? {})
  const defaults = Object.fromEntries(entries.map(([key, option]) => [key, option.default]))
  const properties = Object.fromEntries(entries.map(([key, option]) => [key, option.schema]))
  return {
    meta: {
      type,
      docs: { description, recommended: true },
      schema: entries.length === 0 ? [] : [{ type: 'object', properties, additionalProperties: false }],
      defaultOptions: entries.length === 0 ? [] : [defaults],
      messages,
      ...(fixable && { fixable: 'code' }),
      ...(hasSuggestions && { hasSuggestions }),
    },
    // Merged here as well: older versions of ESLint 9 and oxlint do not apply `defaultOptions`.
    create: (context) => create(context, { ...defaults, ...(context.options[0] as object | undefined) } as O),
  }
}
