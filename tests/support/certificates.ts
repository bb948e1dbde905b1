/** PEM texts and the files they are in; disposing removes the folder. */
export interface Certificates extends AsyncDisposable {
  readonly folder: string;
  readonly ca: KeyPair;
  /** For `localhost` and `127.0.0.1`. */
  readonly server: KeyPair;
  readonly client: KeyPair;
}

export interface KeyPair {
  readonly cert: string;
  readonly key: string;
  readonly certFile: string;
  readonly keyFile: string;
}

/** Makes them in a temporary folder. */
export async function makeCertificates(): Promise<Certificates> {
  return await makeCertificatesIn(await Deno.makeTempDir({ prefix: "ti-misp-certificates-" }));
}

/** A server's certificate for `127.0.0.1` that no authority has signed, as appliances have. */
export async function makeSelfSigned(): Promise<KeyPair & AsyncDisposable> {
  const folder = await Deno.makeTempDir({ prefix: "ti-misp-certificates-" });
  await openssl(folder, [
    ..."req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=127.0.0.1".split(" "),
    ..."-keyout self.key -out self.crt -addext subjectAltName=IP:127.0.0.1".split(" "),
    ..."-addext basicConstraints=CA:FALSE".split(" "),
  ]);
  const dispose = () => Deno.remove(folder, { recursive: true });
  return { ...await pair(folder, "self"), [Symbol.asyncDispose]: dispose };
}

/** A certificate authority of its own with a server and a client certificate, made by `openssl`. */
export async function makeCertificatesIn(folder: string): Promise<Certificates> {
  await openssl(folder, [
    ..."req -x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=ti-misp-test-ca".split(" "),
    ..."-keyout ca.key -out ca.crt -addext basicConstraints=critical,CA:TRUE".split(" "),
    ..."-addext keyUsage=critical,keyCertSign,cRLSign".split(" "),
  ]);
  await sign(
    folder,
    "server",
    "subjectAltName=DNS:localhost,IP:127.0.0.1\nbasicConstraints=CA:FALSE\n",
  );
  await sign(folder, "client", "basicConstraints=CA:FALSE\nextendedKeyUsage=clientAuth\n");
  return {
    folder,
    ca: await pair(folder, "ca"),
    server: await pair(folder, "server"),
    client: await pair(folder, "client"),
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

async function sign(folder: string, name: string, extensions: string): Promise<void> {
  await Deno.writeTextFile(`${folder}/${name}.ext`, extensions);
  await openssl(folder, [
    ...`req -newkey rsa:2048 -nodes -subj /CN=${name}`.split(" "),
    ...`-keyout ${name}.key -out ${name}.csr`.split(" "),
  ]);
  await openssl(folder, [
    ...`x509 -req -in ${name}.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 30`.split(" "),
    ...`-out ${name}.crt -extfile ${name}.ext`.split(" "),
  ]);
}

async function pair(folder: string, name: string): Promise<KeyPair> {
  const [certFile, keyFile] = [`${folder}/${name}.crt`, `${folder}/${name}.key`];
  const [cert, key] = await Promise.all([certFile, keyFile].map((file) => Deno.readTextFile(file)));
  return { cert: cert ?? "", key: key ?? "", certFile, keyFile };
}

async function openssl(folder: string, args: string[]): Promise<void> {
  const command = new Deno.Command("openssl", {
    args,
    cwd: folder,
    stdout: "null",
    stderr: "piped",
  });
  const { success, stderr } = await command.output();
  if (success) return;
  throw new Error(`Cannot run "openssl ${args[0]}": ${new TextDecoder().decode(stderr).trim()}`);
}
