import { IdentityApi, IdentityError } from './identity-api.ts';
import { InputError, passwordsFrom, readInput } from './input.ts';
import { register } from './register.ts';

try {
  const input = await readInput(process.argv[2]);
  let changes = 0;
  await register(input, {
    api: new IdentityApi(input.identityUrl),
    password: passwordsFrom(process.env),
    changed: (what) => {
      changes += 1;
      console.log(what);
    },
  });
  console.log(changes === 0 ? 'everything is registered already' : `${changes} changes`);
} catch (cause) {
  if (!(cause instanceof InputError || cause instanceof IdentityError)) throw cause;
  console.error(`registration: ${cause.message}`);
  process.exitCode = cause instanceof InputError ? 2 : 1;
}
