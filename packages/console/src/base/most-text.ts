/** The most characters of a name, a path or a text that is shown. Longer ones are cut. */
export const MOST_TEXT = 200
