import { registerHooks } from 'node:module';

/**
 * AppAuth for JavaScript, as it is published. Its modules import each other without file endings, as bundlers allow and
 * Node does not; they are resolved as a bundler would.
 */
export async function loadAppAuth() {
  const hooks = registerHooks({
    resolve: (specifier, context, next) => {
      const bare =
        specifier.startsWith('.') && context.parentURL?.includes('/@openid/appauth/') && !/\.js$/.test(specifier);
      return next(bare ? `${specifier}.js` : specifier, context);
    },
  });
  try {
    const [core, node] = await Promise.all([
      import('@openid/appauth'),
      import('@openid/appauth/built/src/node_support/index.js'),
    ]);
    return { ...core, ...node };
  } finally {
    hooks.deregister();
  }
}
