import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess } from '#test/helpers/processes.ts';

export interface PrivateBus {
  /** For DBUS_SYSTEM_BUS_ADDRESS. */
  readonly address: string;
  stop(): Promise<void>;
}

/** A system-type bus on which anyone may own and say anything: it is reachable through a socket in our own folder only. */
function configuration(socketPath: string): string {
  return `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path=${socketPath}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow user="*"/>
    <allow own="*"/>
    <allow send_type="method_call"/>
    <allow send_type="signal"/>
    <allow send_requested_reply="true" send_type="method_return"/>
    <allow send_requested_reply="true" send_type="error"/>
    <allow receive_type="method_call"/>
    <allow receive_type="method_return"/>
    <allow receive_type="error"/>
    <allow receive_type="signal"/>
  </policy>
</busconfig>
`;
}

/** Starts a private dbus-daemon. It ends with `stop`, or with this process. */
export async function startBus(): Promise<PrivateBus> {
  const folder = await mkdtemp(join(tmpdir(), 'evenpace-bus-'));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const configFile = join(folder, 'bus.conf');
    await writeFile(configFile, configuration(join(folder, 'socket')));
    const daemon = await startProcess('dbus-daemon', ['--nofork', '--nopidfile', '--print-address=1', `--config-file=${configFile}`], {
      ready: /^unix:path=[^,\s]+/m,
    });
    return {
      address: daemon.match?.[0] ?? '',
      stop: async () => {
        await daemon.stop();
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}
