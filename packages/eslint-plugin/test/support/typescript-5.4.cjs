// Preloaded: whoever asks for TypeScript gets the oldest version that typescript-eslint 8 and this package support.

const oldest = require.resolve('typescript-5.4')
require(oldest)
require.cache[require.resolve('typescript')] = require.cache[oldest]
