"""Write data/workdays.csv from the chinesecalendar package: `python scripts/make_workdays.py > data/workdays.csv`."""

from chinese_calendar import constants

FIRST_YEAR = 2018
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "National Day": "国庆节",
    "Mid-autumn Festival": "中秋节",
}


def main() -> None:
    print("day,kind,name")
    days = {day: ("休", name) for day, name in constants.holidays.items()}
    days |= {day: ("班", name) for day, name in constants.workdays.items()}
    for day, (kind, name) in sorted(days.items()):
        if day.year >= FIRST_YEAR:
            print(f"{day},{kind},{NAMES[name]}")


if __name__ == "__main__":
    main()
