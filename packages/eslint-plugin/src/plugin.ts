/**
 * The types of what this package exports. They import no linter's types, so any linter can use them.
 */

/** A rule as ESLint and oxlint load it. */
export interface AcoroRule {
  readonly meta: {
    readonly type: 'problem' | 'suggestion'
    readonly docs: { readonly description: string; readonly recommended: boolean }
    readonly schema: object[]
    readonly defaultOptions: object[]
    readonly messages: Record<string, string>
    readonly fixable?: 'code'
    readonly hasSuggestions?: boolean
  }
  // biome-ignore lint/suspicious/noExplicitAny: the linter's own types are its own.
  create(context: any): any
}

/** One entry of a flat configuration. */
export interface AcoroConfig {
  name: string
  // biome-ignore lint/suspicious/noExplicitAny: the plugin itself, which contains this.
  plugins: Record<string, any>
  settings: { acoro: AcoroSettings }
  rules: Record<string, 'error' | 'off'>
}

/** `settings.acoro`: what all rules have in common. */
export interface AcoroSettings {
  /** Ask types, if the parser has any. True unless set. */
  types?: boolean
  /** Modules of your own that pass acoro's exports on, for where there are no types. */
  modules?: string[]
}

export interface AcoroPlugin {
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string }
  readonly rules: Record<string, AcoroRule>
  readonly configs: { readonly recommended: AcoroConfig; readonly 'recommended-type-checked': AcoroConfig }
}
