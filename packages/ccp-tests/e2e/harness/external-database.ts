import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { docker } from './docker.ts';

/** A MariaDB in a container beside the cluster. */
export interface ExternalDatabase {
  readonly address: string;
  stop(): Promise<void>;
}

/** Its administrator. */
export interface Administrator {
  readonly user: string;
  readonly password: string;
}

const settings = `[mariadbd]
datadir = /var/lib/mysql/data
socket = /run/mysqld/mysqld.sock
tmpdir = /var/lib/mysql/tmp
bind-address = 0.0.0.0
skip-name-resolve
`;

/** Starts `image` (ours, with its own start program) on a network of the engine; its data dies with it. */
export async function startDatabase(image: string, network: string, { user, password }: Administrator): Promise<ExternalDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'ccp-database-'));
  const digits = Buffer.from(password).toString('hex');
  const sql = `FLUSH PRIVILEGES;\nSET NAMES utf8mb4;\nEXECUTE IMMEDIATE CONCAT("CREATE USER '${user}'@'%' IDENTIFIED BY ", QUOTE(CONVERT(x'${digits}' USING utf8mb4)));\nGRANT ALL PRIVILEGES ON *.* TO '${user}'@'%' WITH GRANT OPTION;\n`;
  await writeFile(join(folder, 'accounts.sql'), sql, { mode: 0o644 });
  await writeFile(join(folder, 'ccp.cnf'), settings, { mode: 0o644 });
  const { Config: { User: id } } = await docker.getImage(image).inspect();
  const options = `uid=${id.split(':')[0]},gid=${id.split(':')[0]}`;
  const container = await docker.createContainer({
    Image: image,
    HostConfig: {
      NetworkMode: network,
      Binds: [`${folder}/accounts.sql:/etc/mysql/accounts.sql:ro`, `${folder}/ccp.cnf:/etc/mysql/ccp.cnf:ro`],
      Tmpfs: { '/var/lib/mysql': options, '/run/mysqld': options },
    },
  });
  const stop = async (): Promise<void> => {
    await container.remove({ force: true });
    await rm(folder, { recursive: true });
  };
  try {
    await container.start();
    const { NetworkSettings } = await container.inspect();
    return { address: NetworkSettings.Networks[network]?.IPAddress ?? '', stop };
  } catch (fault) {
    await stop();
    throw fault;
  }
}
