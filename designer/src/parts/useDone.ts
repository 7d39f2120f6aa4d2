import { useQueryClient, type QueryKey } from '@tanstack/react-query';
import { App } from 'antd';

/** After a command: the lists that show it are asked again first, then its success is told. */
export function useDone() {
  const client = useQueryClient();
  const { message } = App.useApp();
  return async (told: string, ...keys: QueryKey[]) => {
    await Promise.all(keys.map((queryKey) => client.invalidateQueries({ queryKey })));
    void message.success(told);
  };
}
