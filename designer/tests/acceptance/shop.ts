import { Desk, application } from '../desk';

interface Item {
  items: { code: string }[];
  [member: string]: unknown;
}

/**
 * The restaurant's joint item published once more under a code of its own, where departments check, minor materials may
 * follow within ten working days, and one service item is decided on a promise.
 */
export async function publish(code: string, intake: Record<string, unknown>): Promise<void> {
  const admin = await Desk.of('admin');
  const { item } = await admin.get<{ item: Item }>('/api/joint-items/open-a-restaurant');
  await admin.send('PUT', `/api/joint-items/${code}`, {
    ...item, code, name: { zh: '开办餐饮店（容缺试点）', en: 'Open a restaurant (on trust)' }, intake,
    items: item.items.map((one) => one.code !== 'food_licence' ? one : {
      ...one,
      commitment: {
        text: { zh: '经营场所布局与设备符合食品安全要求', en: 'Layout and equipment of the premises meet the food safety rules' },
        replaces: ['floor_plan'], checkWithin: { amount: 20, unit: 'workingDays' }, basis: '优化营商环境条例第十九条',
      },
    }),
  });
}

/** An application for it, filed online by the demo's second applicant. */
export async function file(code: string, more: Record<string, unknown> = {}): Promise<{ caseId: string; caseNumber: string }> {
  const applicant = await Desk.of('applicant-2');
  return applicant.post('/api/applications', { ...application, jointItem: code, ...more });
}
