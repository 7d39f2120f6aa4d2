import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { App } from 'antd';

/** After a command: the lists that show it are asked again first, then its success is told; null where the page itself shows it. */
export function useDone() {
  const client = useQueryClient();
  const { message } = App.useApp();
  return async (told: string | null, ...keys: QueryKey[]) => {
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    if (told !== null) void message.success(told);
  };
}
