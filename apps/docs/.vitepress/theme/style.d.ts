declare module '*.css'
declare module 'virtual:reference-menus' {
  const menus: Record<string, unknown>
  export default menus
}
interface ImportMeta {
  readonly env: { readonly SSR: boolean }
}
