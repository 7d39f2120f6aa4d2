import type { ThemeConfig } from 'antd';

/**
 * Colours are chosen for contrast (WCAG 2.2 AA, 4.5:1 on white and on the page's grey); the library's own greys and tag
 * colours are not enough. The same values stand in staff.css.
 */
export const colours = {
  primary: '#0b57a4',
  text: '#1c2430',
  textQuiet: '#4a5565',
  border: '#8a94a3',
  line: '#d9dee5',
  page: '#f4f6f9',
  danger: '#b3261e',
  warning: '#8a5300',
  success: '#1b6e37',
} as const;

export function themeFor(elder: boolean): ThemeConfig {
  return {
    token: {
      colorPrimary: colours.primary,
      colorLink: colours.primary,
      colorLinkHover: colours.primary,
      colorText: colours.text,
      colorTextSecondary: colours.textQuiet,
      colorTextTertiary: colours.textQuiet,
      colorTextDescription: colours.textQuiet,
      colorTextPlaceholder: '#5d6776',
      colorTextDisabled: '#5d6776',
      colorError: colours.danger,
      colorWarning: colours.warning,
      colorSuccess: colours.success,
      colorBorder: colours.border,
      colorBorderSecondary: colours.line,
      colorSuccessBg: '#e6f4ea',
      colorWarningBg: '#fff4dc',
      colorErrorBg: '#fdecea',
      colorInfoBg: '#e6f0fb',
      colorBgLayout: colours.page,
      borderRadius: 6,
      fontSize: elder ? 20 : 16,
      controlHeight: elder ? 60 : 44,
      controlHeightSM: elder ? 60 : 44,
      lineHeight: 1.5,
      motion: !elder,
      fontFamily: "system-ui, -apple-system, 'PingFang SC', 'Microsoft YaHei', 'Noto Sans CJK SC', 'Noto Sans SC', sans-serif",
    },
    components: { Button: { primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' } },
  };
}
