/** Settings come from the environment; setup.mjs writes them to a file for `node --env-file`. */
export function setting(name) {
  const value = process.env[name];
  if (!value) {
    console.error(`${name} is not set; see samples/integrators/README.md`);
    process.exit(2);
  }
  return value;
}
